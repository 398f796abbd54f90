using System.Globalization;

namespace Covalent.Benchmarks.Server;

/// <summary>What one server process held at one moment.</summary>
/// <param name="Minute">Minutes since the load began.</param>
/// <param name="Resident">Resident memory in MiB.</param>
/// <param name="Heap">Managed heap in MiB, as the server tells it.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record SoakSample(double Minute, double Resident, double Heap, int Handles, int Threads)
{
    public static async Task<SoakSample> TakeAsync(int process, HttpClient http, Uri server, double minute)
    {
        var metrics = await http.GetStringAsync(new Uri(server, "metrics"));
        return new SoakSample(
            minute,
            Value(metrics, "process_resident_memory_bytes") / (1 << 20),
            Value(metrics, "dotnet_gc_heap_bytes") / (1 << 20),
            Directory.GetFiles($"/proc/{process}/fd").Length,
            (int)Value(metrics, "process_threads"));
    }

    /// <summary>Prints medians of the first and the last third, and the straight line through all samples.</summary>
    public static void Print(string what, IReadOnlyList<SoakSample> samples, Func<SoakSample, double> of)
    {
        var third = Math.Max(1, samples.Count / 3);
        var (first, last) = (Median(samples.Take(third).Select(of)), Median(samples.TakeLast(third).Select(of)));
        var (meanMinute, mean) = (samples.Average(s => s.Minute), samples.Average(of));
        var spread = samples.Sum(s => Math.Pow(s.Minute - meanMinute, 2));
        var slope = spread == 0 ? 0 : samples.Sum(s => (s.Minute - meanMinute) * (of(s) - mean)) / spread;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: first third {first:0.0}, last third {last:0.0} ({(last - first) / Math.Max(first, 1):+0.0%;-0.0%}), slope {slope:+0.000;-0.000} a minute, most {samples.Max(of):0.0}"));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    private static double Value(string metrics, string name) => double.Parse(
        metrics.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
}
