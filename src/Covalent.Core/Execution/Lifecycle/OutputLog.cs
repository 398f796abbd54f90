namespace Covalent.Core.Execution;

/// <summary>The files named by <see cref="Executor.LogStdout"/> and <see cref="Executor.LogStderr"/>: each task appends its output.</summary>
internal static class OutputLog
{
    // One writer at a time per process; the tasks of one executor usually share one file.
    private static readonly SemaphoreSlim Gate = new(1, 1);

    public static async Task AppendAsync(Executor executor, string dispatchFolder, TaskOutcome outcome, CancellationToken cancellationToken)
    {
        await AppendAsync(outcome.Stdout, executor.LogStdout, dispatchFolder, cancellationToken).ConfigureAwait(false);
        await AppendAsync(outcome.Stderr, executor.LogStderr, dispatchFolder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends to the file; an empty path or nothing to write is skipped.</summary>
    public static async Task AppendAsync(ReadOnlyMemory<byte> utf8, string path, string dispatchFolder, CancellationToken cancellationToken)
    {
        if (path.Length == 0 || utf8.IsEmpty)
        {
            return;
        }

        var full = Path.GetFullPath(path, Path.GetFullPath(dispatchFolder));
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var file = new FileStream(full, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(utf8, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Gate.Release();
        }
    }
}
