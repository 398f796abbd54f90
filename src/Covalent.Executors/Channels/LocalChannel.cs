using System.ComponentModel;
using System.Diagnostics;

namespace Covalent.Executors.Channels;

/// <summary>Runs shell programs on this machine, as an SSH channel does elsewhere.</summary>
/// <param name="clock">Measures time limits.</param>
/// <param name="shell">The shell.</param>
/// <param name="environment">Variables beside this process's own.</param>
internal sealed class LocalChannel(TimeProvider clock, string shell = "/bin/sh", IReadOnlyDictionary<string, string>? environment = null) : ICommandChannel
{
    public string Destination => "this machine";

    public async Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(command.Timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using Process process = StartShell(command);
        try
        {
            return await FinishAsync(process, command, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw ChannelErrors.TimedOut(Destination, command.Timeout);
        }
        catch
        {
            // The caller's own input or output failed; nobody would ever read the rest.
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Process StartShell(ShellCommand command)
    {
        string[] arguments = command.Input is null ? ["-s"] : ["-c", ShellProgram.AsArgument(command.Script)];
        var start = new ProcessStartInfo(shell, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ChannelException(Destination, ChannelFault.Missing, $"{Destination}: {shell} could not be started: {e.Message}. A POSIX shell is needed here.", e);
        }
    }

    private static async Task<CommandResult> FinishAsync(Process process, ShellCommand command, CancellationToken stop)
    {
        var output = new CaptureBuffer(command.CaptureLimit);
        var error = new CaptureBuffer(command.CaptureLimit);
        Task reading = command.OnOutput is { } receive
            ? ForwardAsync(process.StandardOutput.BaseStream, receive, stop)
            : output.ReadAsync(process.StandardOutput.BaseStream, stop);
        Task readingErrors = error.ReadAsync(process.StandardError.BaseStream, stop);
        await WriteInputAsync(process, command, stop).ConfigureAwait(false);
        // A receiver that fails leaves a program that waits to be read from, whose errors then never end.
        await reading.ConfigureAwait(false);
        await readingErrors.ConfigureAwait(false);
        await process.WaitForExitAsync(stop).ConfigureAwait(false);
        // .NET reports a death by signal as 128 + its number.
        return new CommandResult(process.ExitCode, null, output.Bytes, error.Bytes, output.IsTruncated || error.IsTruncated);
    }

    private static async Task ForwardAsync(Stream stream, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> receive, CancellationToken stop)
    {
        byte[] piece = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(piece, stop).ConfigureAwait(false)) > 0)
        {
            await receive(piece.AsMemory(0, read), stop).ConfigureAwait(false);
        }
    }

    private static async Task WriteInputAsync(Process process, ShellCommand command, CancellationToken stop)
    {
        Stream input = process.StandardInput.BaseStream;
        try
        {
            if (command.Input is { } write)
            {
                await write(input, stop).ConfigureAwait(false);
            }
            else
            {
                await input.WriteAsync(ShellProgram.AsInput(command.Script), stop).ConfigureAwait(false);
            }

            await input.FlushAsync(stop).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException) when (!stop.IsCancellationRequested)
        {
            // The program ended without reading all of its input; its exit code and messages tell why.
        }
    }
}
