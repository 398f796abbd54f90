using Covalent.Core.Execution;
using Covalent.Worker.Output;

namespace Covalent.Worker.Serving;

/// <summary>Passes on output and progress while a task runs, ten times a second, and keeps runaway output from filling the disk. Sleeps while
/// the worker has nothing but short tasks or none.</summary>
internal sealed class OutputWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly PoolConnection _connection;
    private readonly CapturedStream _stdout;
    private readonly CapturedStream _stderr;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private int _ticket = -1;
    private bool _ticking;
    private long _sentStdout;
    private long _sentStderr;
    private (double Fraction, string? Message)? _progress;

    public OutputWatch(PoolConnection connection, CapturedStream stdout, CapturedStream stderr, TimeProvider clock)
    {
        _connection = connection;
        _stdout = stdout;
        _stderr = stderr;
        _timer = clock.CreateTimer(static watch => ((OutputWatch)watch!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Begin(int ticket)
    {
        lock (_lock)
        {
            _ticket = ticket;
            _sentStdout = 0;
            _sentStderr = 0;
            _progress = null;
            if (!_ticking)
            {
                _ticking = true;
                _timer.Change(Interval, Interval);
            }
        }
    }

    /// <summary>The task has ended: what was not passed on yet goes out before its outcome.</summary>
    /// <returns>How much it wrote to each stream.</returns>
    public (long Stdout, long Stderr) End()
    {
        lock (_lock)
        {
            PassOn();
            _ticket = -1;
            return (_sentStdout, _sentStderr);
        }
    }

    public void Report(double fraction, string? message)
    {
        lock (_lock)
        {
            _progress = (fraction, message);
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_ticket < 0)
            {
                _ticking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            PassOn();
            _stdout.DropMiddle();
            _stderr.DropMiddle();
        }
    }

    private void PassOn()
    {
        PassOn(_stdout, OutputStream.Stdout, ref _sentStdout);
        PassOn(_stderr, OutputStream.Stderr, ref _sentStderr);
        if (_progress is { } progress)
        {
            _progress = null;
            _connection.Send(static (writer, p) =>
            {
                writer.Begin(FrameKind.Progress);
                writer.Int(p._ticket);
                writer.Long(BitConverter.DoubleToInt64Bits(p.progress.Fraction));
                writer.Text(p.progress.Message ?? "");
                writer.End();
            }, (_ticket, progress));
        }
    }

    private void PassOn(CapturedStream stream, OutputStream kind, ref long sent)
    {
        var end = stream.End;
        if (end <= sent)
        {
            return;
        }

        var piece = stream.Read(sent, end);
        sent = end;
        _connection.Send(static (writer, output) =>
        {
            writer.Begin(FrameKind.Output);
            writer.Int(output._ticket);
            writer.Byte((byte)output.kind);
            writer.Append(output.piece);
            writer.End();
        }, (_ticket, kind, piece));
    }
}
