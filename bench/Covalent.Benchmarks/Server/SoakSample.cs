using System.Globalization;

namespace Covalent.Benchmarks.Server;

/// <summary>What one server process held at one moment.</summary>
/// <param name="Minute">Minutes since the load began.</param>
/// <param name="Resident">Resident memory in MiB.</param>
/// <param name="Heap">Managed heap in MiB, as the server tells it.</param>
/// <param name="Committed">What the collector held after its latest collection, in MiB.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Parts">What the resident memory consists of.</param>
internal sealed record SoakSample(double Minute, double Resident, double Heap, double Committed, int Handles, int Threads, SoakMemory Parts)
{
    private const double MostGrowth = 0.03;

    public static async Task<SoakSample> TakeAsync(int process, HttpClient http, Uri server, double minute)
    {
        var metrics = await http.GetStringAsync(new Uri(server, "metrics"));
        return new SoakSample(
            minute,
            Value(metrics, "process_resident_memory_bytes") / (1 << 20),
            Value(metrics, "dotnet_gc_heap_bytes") / (1 << 20),
            Value(metrics, "dotnet_gc_committed_bytes") / (1 << 20),
            Directory.GetFiles($"/proc/{process}/fd").Length,
            (int)Value(metrics, "process_threads"),
            SoakMemory.Take(process));
    }

    /// <summary>Prints medians of the first and the last third, and the straight line through all samples.</summary>
    public static void Print(string what, IReadOnlyList<SoakSample> samples, Func<SoakSample, double> of)
    {
        var third = Math.Max(1, samples.Count / 3);
        var (first, last) = (Median(samples.Take(third).Select(of)), Median(samples.TakeLast(third).Select(of)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: first third {first:0.0}, last third {last:0.0} ({(last - first) / Math.Max(first, 1):+0.0%;-0.0%}), slope {Slope(samples, of):+0.000;-0.000} a minute, most {samples.Max(of):0.0}"));
    }

    /// <summary>Says whether resident memory still grows once the server is warm: the straight line through the last two thirds.</summary>
    /// <returns>Whether it is flat.</returns>
    public static bool Judge(IReadOnlyList<SoakSample> samples)
    {
        var warm = samples.Skip(samples.Count / 3).ToList();
        var slope = Slope(warm, s => s.Resident);
        var (growth, level) = (slope * (warm[^1].Minute - warm[0].Minute), Median(warm.Select(s => s.Resident)));
        var isFlat = growth <= level * MostGrowth;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"resident memory of the last two thirds: slope {slope:+0.000;-0.000} MiB a minute, {growth:+0.0;-0.0} MiB in all on {level:0.0} MiB; at most {MostGrowth:0%} are allowed: {(isFlat ? "FLAT" : "GROWS")}"));
        SoakMemory.Print(warm[0].Parts, warm[^1].Parts);
        return isFlat;
    }

    // The straight line through the samples.
    private static double Slope(IReadOnlyList<SoakSample> samples, Func<SoakSample, double> of)
    {
        var (meanMinute, mean) = (samples.Average(s => s.Minute), samples.Average(of));
        var spread = samples.Sum(s => Math.Pow(s.Minute - meanMinute, 2));
        return spread == 0 ? 0 : samples.Sum(s => (s.Minute - meanMinute) * (of(s) - mean)) / spread;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static double Value(string metrics, string name) => double.Parse(
        metrics.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
}
