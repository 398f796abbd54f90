using Covalent.Core.Execution;

namespace Covalent.Worker.Output;

/// <summary>Tells how far one task is, in a file and to those who follow news. Its last word counts, and is told once a second at most, however often it
/// speaks; a task that says nothing costs nothing.</summary>
/// <param name="path">The file: there while the task runs, and only if it said something. Null for none.</param>
/// <param name="told">Called with what is told; null for nobody.</param>
/// <param name="clock">The clock.</param>
internal sealed class TaskProgress(string? path, Action<ProgressNote>? told, TimeProvider clock)
{
    // Tasks that are over by then tell their followers once, and need no file.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _saying = new();

    // Apart, since writing may take its time on a slow disk, and user code must not wait for it.
    private readonly Lock _writing = new();
    private ITimer? _timer;
    private ProgressNote? _untold;
    private long _saidAt;
    private bool _isWritten;
    private bool _isOver;

    /// <summary>Takes what user code says.</summary>
    public void Report(double fraction, string? message)
    {
        lock (_saying)
        {
            if (_isOver)
            {
                return;
            }

            _saidAt = Math.Max(_saidAt + 1, clock.GetUtcNow().UtcTicks);
            _untold = new ProgressNote(_saidAt, fraction, message);
            _timer ??= clock.CreateTimer(static progress => ((TaskProgress)progress!).Tell(), this, First, Interval);
        }
    }

    /// <summary>The task is over: its last word goes out before its outcome, which makes the file needless.</summary>
    public void End()
    {
        lock (_saying)
        {
            if (_timer is null)
            {
                _isOver = true;
                return;
            }
        }

        lock (_writing)
        {
            if (Take(isLast: true) is { } note)
            {
                told?.Invoke(note);
            }

            if (_isWritten)
            {
                Try(() => File.Delete(path!));
            }
        }
    }

    private void Tell()
    {
        lock (_writing)
        {
            if (Take(isLast: false) is { } note)
            {
                _isWritten = path is not null;
                Try(() => Write(note));
                told?.Invoke(note);
            }
        }
    }

    private ProgressNote? Take(bool isLast)
    {
        lock (_saying)
        {
            var note = _isOver ? null : _untold;
            _untold = null;
            if (isLast)
            {
                _isOver = true;
                _timer?.Dispose();
            }

            return note;
        }
    }

    private void Write(ProgressNote note)
    {
        if (path is null)
        {
            return;
        }

        File.WriteAllText(path + ".part", note.ToLine() + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }

    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not turn a task that runs into a failure; who watches misses a word.
        }
    }
}
