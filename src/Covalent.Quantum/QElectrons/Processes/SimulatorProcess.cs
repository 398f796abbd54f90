using System.Diagnostics;
using Covalent.Core.Execution;

namespace Covalent.Quantum.QElectrons.Processes;

/// <summary>One child process that simulates circuits, one at a time. It runs in the application's own closure and ends with it: its
/// standard input closes when this process is gone.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private const int KeptWords = 2000;

    private readonly Process _process;
    private readonly Task<string> _said;

    private SimulatorProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _said = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public int Id { get; }

    /// <summary>Whether it can take a circuit.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <exception cref="QuantumProcessException">This application cannot start itself again.</exception>
    public static SimulatorProcess Start()
    {
        var deps = DotnetHost.DepsFiles is [var first, ..] && DotnetHost.Path is not null ? first : throw new QuantumProcessException(
            "Simulator processes need a framework-dependent application (one with a deps file, run by 'dotnet'). Use Parallel = \"thread\" in single-file and native applications.");
        var settings = deps[..^".deps.json".Length] + ".runtimeconfig.json";
        var start = new ProcessStartInfo(
            DotnetHost.Path,
            ["exec", "--depsfile", deps, "--runtimeconfig", settings, Path.Combine(Path.GetDirectoryName(deps)!, "Covalent.Quantum.dll"), SimulatorProgram.Verb])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        return new(Process.Start(start) ?? throw new QuantumProcessException("A simulator process could not be started."));
    }

    /// <exception cref="QuantumProcessException">The circuit failed, or the process ended.</exception>
    public async Task<QResult> RunAsync(CircuitJob job, CancellationToken cancellationToken)
    {
        byte[]? answer;
        try
        {
            await CircuitMessages.SendAsync(_process.StandardInput.BaseStream, CircuitMessages.Job(job), cancellationToken).ConfigureAwait(false);
            answer = await CircuitMessages.ReceiveAsync(_process.StandardOutput.BaseStream, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            answer = null;
        }

        if (answer is null)
        {
            throw new QuantumProcessException(await WhyItEndedAsync().ConfigureAwait(false));
        }

        var (result, time) = CircuitMessages.Answer(answer, job.Circuit);
        return new(result, job.Runner is null ? nameof(Simulator) : job.Runner.Type, job.Device, time) { Metadata = new Dictionary<string, string> { ["process_id"] = $"{Id}" } };
    }

    /// <summary>Ends the process, whatever it is doing.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }

    private async Task<string> WhyItEndedAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var said = (await _said.ConfigureAwait(false)).Trim();
        return $"Simulator process {Id} ended with exit code {_process.ExitCode} while it ran the circuit; other circuits go on in other processes."
            + (said.Length == 0 ? " It was killed from outside, or memory ran out: use fewer workers or fewer wires." : $" It said: {(said.Length > KeptWords ? said[..KeptWords] : said)}");
    }
}
