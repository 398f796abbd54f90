namespace Covalent.Core.Results;

/// <summary>Progress as one line of text, rewritten in place on a terminal.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal, TimeSpan patience, TimeProvider clock) : IProgress<DispatchProgress>, IDisposable
{
    private const int BarWidth = 24;
    private const string ClearLine = "\r\x1b[K";
    private readonly Lock _lock = new();
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _next = patience;
    private DispatchProgress? _last;
    private bool _isShown;

    // Often enough to look alive on a terminal, seldom enough not to fill a log file.
    private TimeSpan Pause => isTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(10);

    public void Report(DispatchProgress value)
    {
        lock (_lock)
        {
            _last = value;
            var elapsed = clock.GetElapsedTime(_start);
            if (elapsed >= _next)
            {
                Write(value, elapsed);
                _next = elapsed + Pause;
            }
        }
    }

    /// <summary>Removes the line from a terminal; ends it with the last state elsewhere.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isShown && isTerminal)
            {
                output.Write(ClearLine);
            }
            else if (_isShown && _last is { } last)
            {
                Write(last, clock.GetElapsedTime(_start));
            }

            _isShown = false;
            output.Flush();
        }
    }

    private void Write(DispatchProgress progress, TimeSpan elapsed)
    {
        var text = Format(progress, elapsed);
        output.Write(isTerminal ? ClearLine + text : text + Environment.NewLine);
        output.Flush();
        _isShown = true;
    }

    private static string Format(DispatchProgress progress, TimeSpan elapsed)
    {
        var done = progress.NodeCount == 0 ? 1 : (double)progress.CompletedCount / progress.NodeCount;
        var filled = (int)(done * BarWidth);
        var failed = progress.FailedCount > 0 ? $", {progress.FailedCount} failed" : "";
        var electron = progress.Electron is { } e ? $"  node {e.NodeId} {e.Fraction:P0}{(e.Message is null ? "" : $" {e.Message}")}" : "";
        return $"{progress.Name} [{new string('#', filled)}{new string('.', BarWidth - filled)}] "
            + $"{progress.CompletedCount}/{progress.NodeCount} nodes{failed} {elapsed:hh\\:mm\\:ss}{electron}";
    }
}

/// <summary>Says nothing.</summary>
internal sealed class NoProgress : IProgress<DispatchProgress>
{
    public void Report(DispatchProgress value)
    {
    }
}
