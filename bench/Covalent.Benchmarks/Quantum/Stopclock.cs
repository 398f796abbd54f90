using System.Diagnostics;

namespace Covalent.Benchmarks.Quantum;

/// <summary>Median times of warm runs.</summary>
internal static class Stopclock
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs an action until it is warm (compiled, memory in place), then measures it.</summary>
    public static double MedianMilliseconds(int runs, Action action)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);

        // Runs of microseconds are measured in batches, the clock's own cost is then negligible.
        var repeats = Math.Max(1, (int)(1 / Once(action, 1)));
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            times[run] = Once(action, repeats);
        }

        Array.Sort(times);
        return times[runs / 2];
    }

    private static double Once(Action action, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeats;
    }
}
