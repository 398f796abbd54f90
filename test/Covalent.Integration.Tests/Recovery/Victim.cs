using System.Diagnostics;

namespace Covalent.Integration.Tests.Recovery;

/// <summary>A process that dispatches and runs workflows, and may be killed at any moment.</summary>
internal sealed class Victim : IDisposable
{
    private readonly Process _process;

    private Victim(Process process) => _process = process;

    public static Victim Start(string folder, string journal)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Covalent.Integration.Victim.dll"), folder, journal, "in-process"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Victim(Process.Start(start) ?? throw new InvalidOperationException("The victim did not start."));
    }

    /// <summary>Starts the program whose tasks run elsewhere.</summary>
    public static Victim StartRemote(string executor, string shared, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Covalent.Integration.Victim.dll"), "remote", executor, shared])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Victim(Process.Start(start) ?? throw new InvalidOperationException("The victim did not start."));
    }

    /// <summary>Waits until it has dispatched everything; throws with its last words when it ends before.</summary>
    public async Task WorkingAsync(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line != "working")
        {
            Assert.Fail($"The victim said '{line}': {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
        }
    }

    /// <summary>The next line it says; null when it ended.</summary>
    public async Task<string?> NextLineAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var errors = _process.StandardError.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        Assert.True(_process.ExitCode == 0, await errors);
    }

    /// <summary>Kills it with SIGKILL.</summary>
    /// <returns>False when it had ended before.</returns>
    public async Task<bool> KillAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            return false;
        }

        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode != 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
