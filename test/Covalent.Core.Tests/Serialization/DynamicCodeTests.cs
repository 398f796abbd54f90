using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Covalent.Core.Tests.Serialization;

/// <summary>File-based applications run with the defaults of AOT: no dynamic code, no reflection-based JSON. The codec must not notice.</summary>
public sealed class DynamicCodeTests
{
    private const string ChildMark = "COVALENT_TESTS_WITHOUT_DYNAMIC_CODE";

    [Fact]
    public void Runtime_OfThisProcess_HasDynamicCodeOnlyInTheParent() =>
        Assert.Equal(Environment.GetEnvironmentVariable(ChildMark) is null, RuntimeFeature.IsDynamicCodeSupported);

    [Fact]
    public async Task Suite_WithoutDynamicCode_PassesToo()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            // The child is not to start children of its own.
            return;
        }

        var assembly = typeof(DynamicCodeTests).Assembly.Location;
        var settings = Path.Combine(Path.GetTempPath(), $"covalent-{Guid.NewGuid():N}.runtimeconfig.json");
        await File.WriteAllTextAsync(settings, SwitchedOff(await File.ReadAllTextAsync(Path.ChangeExtension(assembly, ".runtimeconfig.json"))));
        try
        {
            var (code, output) = await RunAsync(
                ["exec", "--runtimeconfig", settings, "--depsfile", Path.ChangeExtension(assembly, ".deps.json"), assembly, "--filter-class", "*.RoundTripTests", "--filter-class", "*.JsonTests", "--filter-class", "*.ConstructionTests", "--filter-class", "*.DynamicCodeTests"]);
            Assert.True(code == 0, output);
            Assert.Contains("failed: 0", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(settings);
        }
    }

    private static string SwitchedOff(string runtimeConfig)
    {
        var root = JsonNode.Parse(runtimeConfig)!;
        var switches = root["runtimeOptions"]!["configProperties"] ??= new JsonObject();
        switches["System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported"] = false;
        switches["System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault"] = false;
        return root.ToJsonString();
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ChildMark] = "1";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
