using System.Security.Cryptography;
using Renci.SshNet;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>One program on one connection, from start to exit status.</summary>
internal sealed class SshExecution(SshClient client, ShellCommand command, Action heard)
{
    private const int PieceLength = 32 * 1024;

    /// <summary>The caller's own input or output failed, not the link.</summary>
    public bool CallerFailed { get; private set; }

    public async Task<CommandResult> RunAsync(CancellationToken stop)
    {
        string mark = RandomNumberGenerator.GetHexString(32, lowercase: true);
        string line = command.Input is null ? ShellProgram.ReadingScript : ShellProgram.AsCommandLine(command.Script, mark);
        SshCommand running = client.CreateCommand(line);
        try
        {
            // The library opens the channel with blocking waits for the server's answers.
            Task ended = await Task.Run(() => Start(running), stop).WaitAsync(stop).ConfigureAwait(false);
            heard();
            Task forwarding = command.OnOutput is { } receive ? ForwardAsync(running.OutputStream, receive, stop) : Task.CompletedTask;
            var messages = new MarkedMessages(mark, command.CaptureLimit);
            Task reading = command.Input is null ? Task.CompletedTask
                : Task.Factory.StartNew(() => messages.Read(running.ExtendedOutputStream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Ignore(reading);
            await WriteInputAsync(running, ended, messages.Ended, stop).ConfigureAwait(false);
            await ended.WaitAsync(stop).ConfigureAwait(false);
            await forwarding.ConfigureAwait(false);
            await reading.WaitAsync(stop).ConfigureAwait(false);
            heard();
            return await ReadResultAsync(running, messages.Kept, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Task.Run(() => Stop(running), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            running.Dispose();
        }
    }

    // Wrapped in a task of a task, so that awaiting the start does not await the end.
    private static Task<Task> Start(SshCommand running) => Task.FromResult(running.ExecuteAsync(CancellationToken.None));

    /// <param name="running">The program and the shell around it.</param>
    /// <param name="ended">Completes when both have ended.</param>
    /// <param name="unread">Completes when the program has, and its shell waits for the end of the input.</param>
    /// <param name="stop">Stops writing.</param>
    private async Task WriteInputAsync(SshCommand running, Task ended, Task unread, CancellationToken stop)
    {
        try
        {
            Stream input = running.CreateInputStream();
            using var needless = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task writing = Task.Run(() => WriteAllAsync(input, needless.Token), stop);
            // A shell that was killed reads no more; the library's write would then wait for room until its own limit.
            await Task.WhenAny(writing, ended, unread).WaitAsync(stop).ConfigureAwait(false);
            if (unread.IsCompleted)
            {
                await needless.CancelAsync().ConfigureAwait(false);
                await Task.WhenAny(writing, ended).WaitAsync(stop).ConfigureAwait(false);
            }

            if (writing.IsCompleted)
            {
                await writing.ConfigureAwait(unread.IsCompleted ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
                await input.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                Ignore(writing);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException || (ended.IsCompleted && SshErrors.IsOurs(e)))
        {
            // The program ended before it read all of its input; its exit code and messages tell why.
        }
    }

    private static void Ignore(Task writing) =>
        writing.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task WriteAllAsync(Stream input, CancellationToken stop)
    {
        if (command.Input is not { } write)
        {
            await input.WriteAsync(ShellProgram.AsInput(command.Script), stop).ConfigureAwait(false);
            return;
        }

        var buffered = new BufferedStream(input, PieceLength);
        try
        {
            await write(buffered, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CallerFailed = client.IsConnected;
            throw;
        }

        await buffered.FlushAsync(stop).ConfigureAwait(false);
    }

    private async Task ForwardAsync(Stream output, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> receive, CancellationToken stop)
    {
        // Reads of the library block their thread, for as long as a followed file stays silent.
        byte[] piece = new byte[PieceLength];
        int read;
        while ((read = await Task.Factory.StartNew(() => output.Read(piece), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false)) > 0)
        {
            heard();
            await DeliverAsync(receive, piece.AsMemory(0, read), stop).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> receive, ReadOnlyMemory<byte> piece, CancellationToken stop)
    {
        try
        {
            await receive(piece, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CallerFailed = true;
            throw;
        }
    }

    private async Task<CommandResult> ReadResultAsync(SshCommand running, CaptureBuffer error, CancellationToken stop)
    {
        var output = new CaptureBuffer(command.CaptureLimit);
        if (command.OnOutput is null)
        {
            await output.ReadAsync(running.OutputStream, stop).ConfigureAwait(false);
        }

        if (command.Input is null)
        {
            await error.ReadAsync(running.ExtendedOutputStream, stop).ConfigureAwait(false);
        }

        return new CommandResult(running.ExitStatus, running.ExitSignal, output.Bytes, error.Bytes, output.IsTruncated || error.IsTruncated);
    }

    private static void Stop(SshCommand running)
    {
        try
        {
            running.CancelAsync();
        }
        catch (Exception e) when (SshErrors.IsOurs(e))
        {
            // The link is gone, or the program never started: there is nothing to stop.
        }
    }
}
