using System.Diagnostics;
using System.Globalization;

namespace Covalent.Benchmarks.Dask;

/// <summary>What Dask's own client takes for as many tasks on the same cluster: calls inside the Dask workers, and processes started by them.</summary>
internal sealed class DaskFloor : IDisposable
{
    private const string Program = """
        import subprocess, sys, time
        from distributed import Client
        client = Client(sys.argv[1])
        def plain(n): return n + 1
        def process(n): return subprocess.run(["true"]).returncode
        run = 0
        print("ready", flush=True)
        for line in sys.stdin:
            kind, count, at_once = line.split()
            function, count, at_once = {"plain": plain, "process": process}[kind], int(count), int(at_once)
            began = time.perf_counter()
            for first in range(0, count, at_once):
                run += at_once
                client.gather([client.submit(function, run * 1000000 + n, pure=False) for n in range(min(at_once, count - first))])
            print((time.perf_counter() - began) * 1000 / count, flush=True)
        """;

    private readonly Process _process;

    public DaskFloor(string python, string address)
    {
        _process = Process.Start(new ProcessStartInfo(python, ["-c", Program, address]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _process.StandardOutput.ReadLine();
    }

    /// <summary>Milliseconds a task.</summary>
    /// <param name="kind"><c>plain</c> or <c>process</c>.</param>
    /// <param name="count">Tasks in all.</param>
    /// <param name="atOnce">Tasks in flight.</param>
    public double Measure(string kind, int count, int atOnce)
    {
        _process.StandardInput.WriteLine($"{kind} {count} {atOnce}");
        return double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
