using System.Diagnostics;

namespace Covalent.Benchmarks.Quantum;

/// <summary>Times of warm runs.</summary>
/// <param name="Median">Median wall time in milliseconds.</param>
/// <param name="Minimum">Shortest wall time in milliseconds: what a quiet machine would show.</param>
/// <param name="Processor">Least processor time in milliseconds, all threads together: hardly depends on what else runs.</param>
internal readonly record struct Stopclock(double Median, double Minimum, double Processor)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs an action until it is warm (compiled, memory in place), then measures it.</summary>
    public static Stopclock Measure(int runs, Action action)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);

        // Runs of microseconds are measured in batches, the clock's own cost is then negligible.
        var repeats = Math.Max(1, (int)(1 / Once(action, 1).Wall));
        var walls = new double[runs];
        var processors = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            (walls[run], processors[run]) = Once(action, repeats);
        }

        Array.Sort(walls);
        return new(walls[runs / 2], walls[0], processors.Min());
    }

    private static (double Wall, double Processor) Once(Action action, int repeats)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            action();
        }

        var wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeats;
        return (wall, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / repeats);
    }
}
