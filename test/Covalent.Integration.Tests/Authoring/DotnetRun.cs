using System.Diagnostics;

namespace Covalent.Integration.Tests.Authoring;

/// <summary>Runs a program of the checkout as a user would, in a data folder of its own.</summary>
internal static class DotnetRun
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => DotnetAsync(["run", "-c", Configuration, .. arguments]);

    /// <summary>Runs the command-line tool itself.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> DotnetAsync(string[] arguments) => ProgramAsync("dotnet", arguments);

    public static async Task<(int ExitCode, string Output, string Errors)> ProgramAsync(string program, params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("covalent-run-");
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["COVALENT_DATA_DIR"] = data.FullName;

            // A build server left behind would hold our pipes open.
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
            start.Environment["UseSharedCompilation"] = "false";
            return await RunAsync(start);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessStartInfo start)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
