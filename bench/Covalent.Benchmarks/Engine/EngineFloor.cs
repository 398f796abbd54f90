using System.Diagnostics;
using System.Threading.Channels;

namespace Covalent.Benchmarks.Engine;

/// <summary>The least any engine on this machine could cost, measured in the same process: pending counters and a channel with two readers.
/// Wall time on a shared machine swings by a factor of three; the ratio to this does not.</summary>
internal static class EngineFloor
{
    private const int Readers = 2;
    private const int Rounds = 5;

    public static double MicrosPerTask(int tasks)
    {
        var rounds = Enumerable.Range(0, Rounds).Select(_ => RunOnce(tasks)).Order().ToArray();
        return rounds[Rounds / 2] / tasks * 1e6;
    }

    private static double RunOnce(int tasks)
    {
        var pending = new int[tasks];
        var ready = Channel.CreateUnbounded<int>();
        var left = tasks;
        var watch = Stopwatch.StartNew();
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            await foreach (var node in ready.Reader.ReadAllAsync())
            {
                pending[node] = EngineTasks.One();
                if (Interlocked.Decrement(ref left) == 0)
                {
                    ready.Writer.Complete();
                }
            }
        })).ToArray();
        for (var node = 0; node < tasks; node++)
        {
            ready.Writer.TryWrite(node);
        }

        Task.WaitAll(readers);
        return watch.Elapsed.TotalSeconds;
    }
}
