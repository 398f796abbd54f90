namespace Covalent.Worker.Output;

/// <summary>Keeps what tasks print from filling the disk: five times a second the middle of what is long is given back.</summary>
internal sealed class RunawayOutput : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CapturedStream[] _streams;
    private readonly ITimer _timer;

    private RunawayOutput(TimeProvider clock, CapturedStream[] streams)
    {
        _streams = streams;
        _timer = clock.CreateTimer(static output => ((RunawayOutput)output!).Drop(), this, Interval, Interval);
    }

    /// <returns>Null when nothing goes into files.</returns>
    public static RunawayOutput? Watch(TimeProvider clock, params IEnumerable<CapturedStream?> streams) =>
        streams.OfType<CapturedStream>().ToArray() is { Length: > 0 } some ? new RunawayOutput(clock, some) : null;

    public void Dispose() => _timer.Dispose();

    private void Drop()
    {
        foreach (var stream in _streams)
        {
            stream.DropMiddle();
        }
    }
}
