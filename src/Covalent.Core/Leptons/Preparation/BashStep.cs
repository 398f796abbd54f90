using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>Runs the shell commands of a <see cref="DepsBash"/>.</summary>
internal static class BashStep
{
    public static Task RunAsync(DepsBash deps, CancellationToken cancellationToken) => deps.OncePerMachine
        ? CacheFolder.GetAsync("bash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', deps.Commands)))), _ => RunAllAsync(deps, cancellationToken), cancellationToken)
        : RunAllAsync(deps, cancellationToken);

    private static async Task RunAllAsync(DepsBash deps, CancellationToken cancellationToken)
    {
        var shell = ProgramSearch.Find("bash") ?? ProgramSearch.Find("sh") ?? throw new LeptonException($"Neither bash nor sh was found on {Environment.MachineName}, and the task has DepsBash commands. Install one of them.");
        foreach (var command in deps.Commands)
        {
            var start = new ProcessStartInfo(shell, ["-c", command]) { WorkingDirectory = ElectronContext.Current?.WorkDir ?? Environment.CurrentDirectory };
            TaskVariables.Set(start.Environment);
            var exit = await ChildProcess.RunAsync(start, keepOutput: false, holdInput: false, cancellationToken).ConfigureAwait(false);
            if (exit.Code != 0)
            {
                throw new TaskRuntimeException(new FailureInfo(FailureKind.Executor, "deps-bash",
                    $"The command '{command}' (DepsBash) ended with exit code {exit.Code} on {Environment.MachineName}" + (exit.Errors.Trim() is { Length: > 0 } words ? $": {words}" : "."), exit.Errors));
            }
        }
    }
}
