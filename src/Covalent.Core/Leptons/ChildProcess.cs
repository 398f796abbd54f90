using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>Runs a program as a part of a task: what it writes is the task's output, and it ends with the task.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(10);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">What to start; its streams are set here.</param>
    /// <param name="keepOutput">Whether standard output is returned whole, beside being passed on.</param>
    /// <param name="holdInput">Whether its standard input stays open, so that it notices this process's death; else it is empty.</param>
    /// <param name="cancellationToken">Ends it, with all that it started.</param>
    /// <param name="input">What it is given on its standard input, a few lines at most; null for nothing.</param>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static async Task<ChildExit> RunAsync(ProcessStartInfo start, bool keepOutput, bool holdInput, CancellationToken cancellationToken, string? input = null)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.UseShellExecute = false;
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Process.Start(start)!;
        if (!holdInput)
        {
            await GiveAsync(process, input, cancellationToken).ConfigureAwait(false);
        }

        using var stopping = cancellationToken.UnsafeRegister(static state => Kill((Process)state!), process);
        var output = new ChildStream(process.StandardOutput, Console.Out, keepOutput);
        var errors = new ChildStream(process.StandardError, Console.Error, keepsAll: false);
        var reading = Task.WhenAll(output.ReadAsync(), errors.ReadAsync());
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            // Something it left running in the background may hold the streams open for as long as it likes.
            await ChildStream.ReadToSilenceAsync(reading, output, errors).ConfigureAwait(false);
            return new ChildExit(process.ExitCode, output.Text, errors.Text);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            // "Cancelled" is only said of a program that is gone.
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(AfterKill, TimeProvider.System, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private static async Task GiveAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, and its exit code says why.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended by itself.
        }
    }
}

/// <summary>How a program ended.</summary>
/// <param name="Code">Exit code; 128 and more for signals.</param>
/// <param name="Output">Standard output, or its end where it was not to be kept.</param>
/// <param name="Errors">The end of standard error.</param>
internal sealed record ChildExit(int Code, string Output, string Errors);
