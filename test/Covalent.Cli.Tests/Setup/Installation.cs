using System.Diagnostics;
using Covalent.Cli.Tests.Commands;
using Covalent.Core.Execution;

namespace Covalent.Cli.Tests.Setup;

/// <summary>The built tool as a program of its own.</summary>
internal static class Installation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Dotnet => DotnetHost.Path ?? "dotnet";

    /// <summary>The tool in its own output folder, next to its server.</summary>
    public static string Assembly { get; } = Path.Combine(Repository, "src", "Covalent.Cli", "bin", Configuration, "net10.0", "Covalent.Cli.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Covalent.slnx")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie in a checkout.");
            }

            return folder.FullName;
        }
    }

    /// <summary>Runs the tool with pipes for terminal, to its end.</summary>
    public static async Task<CommandRun> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet, [Assembly, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        SetEnvironment(start, environment);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static void SetEnvironment(ProcessStartInfo start, Dictionary<string, string> environment)
    {
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
    }
}
