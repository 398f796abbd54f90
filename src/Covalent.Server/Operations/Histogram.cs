namespace Covalent.Server.Operations;

/// <summary>Counts durations in fixed buckets. Thread-safe.</summary>
internal sealed class Histogram
{
    private static readonly double[] Bounds = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600, 3600];
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _ticks;

    public void Add(TimeSpan time)
    {
        var bucket = Array.FindIndex(Bounds, bound => time.TotalSeconds <= bound);
        Interlocked.Increment(ref _counts[bucket < 0 ? Bounds.Length : bucket]);
        Interlocked.Add(ref _ticks, time.Ticks);
    }

    public void Write(MetricsText text, string name, string labels)
    {
        var comma = labels.Length == 0 ? "" : ",";
        long sum = 0;
        for (var i = 0; i < Bounds.Length; i++)
        {
            sum += Interlocked.Read(ref _counts[i]);
            text.Sample($"{name}_bucket", $"{labels}{comma}le=\"{Bounds[i]}\"", sum);
        }

        sum += Interlocked.Read(ref _counts[^1]);
        text.Sample($"{name}_bucket", $"{labels}{comma}le=\"+Inf\"", sum);
        text.Sample($"{name}_sum", labels, TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds);
        text.Sample($"{name}_count", labels, sum);
    }
}
