using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Tests.Configuration;

/// <summary>A second process that changes the configuration: this very assembly, started with a variable that tells it so,
/// under the settings of native and file-based applications (no dynamic code, no reflection-based JSON).</summary>
internal static class ConfigurationWriterProcess
{
    private const string Order = "COVALENT_TEST_CONFIGURATION_WRITER";

    public static Process Start(string home, string name, int keys)
    {
        var assembly = typeof(ConfigurationWriterProcess).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { "exec", "--runtimeconfig", RuntimeConfiguration(home, name, assembly), "--depsfile", Path.ChangeExtension(assembly, ".deps.json"), assembly },
        };
        start.Environment[Order] = string.Create(CultureInfo.InvariantCulture, $"{home}|{name}|{keys}");
        return Process.Start(start)!;
    }

#pragma warning disable CA2255 // A test assembly has no other place that runs before the test runner's entry point.
    [ModuleInitializer]
    internal static void ObeyOrder()
    {
        if (Environment.GetEnvironmentVariable(Order) is { } order)
        {
            var words = order.Split('|');
            Write(words[0], words[1], int.Parse(words[2], CultureInfo.InvariantCulture));
            Environment.Exit(RuntimeFeature.IsDynamicCodeSupported ? 3 : 0);
        }
    }
#pragma warning restore CA2255

    // Blocking on purpose: code of this assembly on another thread would wait for this initializer for ever.
    private static void Write(string home, string name, int keys)
    {
        var sources = new ConfigurationSources { EnvironmentVariables = new Dictionary<string, string> { ["HOME"] = home }, File = Path.Combine(home, ".config", "covalent", "covalent.conf") };
        for (var key = 0; key < keys; key++)
        {
            CovalentConfiguration.Load(sources).SetAsync($"executors.slurm.options.{name}-{key}", key).GetAwaiter().GetResult();
        }
    }

    // A file for each process: one that is being written may not be read.
    private static string RuntimeConfiguration(string home, string name, string assembly)
    {
        var file = Path.Combine(home, $"writer-{name}.runtimeconfig.json");
        var text = File.ReadAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json"));
        var properties = text.IndexOf("\"configProperties\": {", StringComparison.Ordinal) + "\"configProperties\": {".Length;
        File.WriteAllText(file, text.Insert(properties, "\"System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported\": false, \"System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault\": false,"));
        return file;
    }
}
