using System.Diagnostics;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Chaos;

/// <summary>Electrons of the chaos run: short, pure, and noted in a journal whenever they run.</summary>
public static class ChaosTasks
{
    private static readonly ElectronOptions Patient = new() { Retry = new RetryPolicy(100) { On = [FailureKind.ProcessDied, FailureKind.Executor] } };
    private static readonly Lock Gate = new();
    private static FileStream? journal;

    private static int next = -1;

    /// <summary>Where tasks go, in turn; null for the server's own workers. Set where lattices are built; sublattices, built in workers, go with the default.</summary>
    public static IReadOnlyList<ExecutorSpec?> Places { get; set; } = [null];

    public static int Step(int x, string folder)
    {
        Note(folder);
        return unchecked((x * 31) + 7);
    }

    public static int Mix(int a, int b, string folder)
    {
        Note(folder);
        return unchecked((a * 5) + (b * 7) + 1);
    }

    public static string Grow(string text, string folder)
    {
        Note(folder);
        return text + new string((char)('a' + (text.Length % 26)), 6_000);
    }

    public static int Fail(string folder)
    {
        Note(folder);
        throw new InvalidOperationException("as planned");
    }

    public static Node<int> Chain(int length, string folder)
    {
        var last = Electron(() => Step(length, folder), Next(), Patient);
        for (var i = 1; i < length; i++)
        {
            var before = last;
            last = Electron(() => Step(before, folder), Next(), Patient);
        }

        return last;
    }

    public static Node<int> Layers(int width, string folder)
    {
        var layer = Enumerable.Range(0, width).Select(i => Electron(() => Step(i, folder), Next(), Patient)).ToArray();
        for (var depth = 0; depth < 3; depth++)
        {
            var above = layer;
            layer = [.. Enumerable.Range(0, width).Select(i => Combine(above[i], above[(i + 1) % width], folder))];
        }

        return layer[0];
    }

    public static Node<int> Nested(int length, string folder)
    {
        var first = Electron(() => Chain(length, folder), Next(), Patient);
        return Electron(() => Chain((first.Value & 3) + 2, folder), Next(), Patient);
    }

    public static Node<string> Large(int count, string folder)
    {
        var text = Electron(() => Grow("x", folder), Next(), Patient);
        for (var i = 1; i < count; i++)
        {
            var before = text;
            text = Electron(() => Grow(before, folder), Next(), Patient);
        }

        return text;
    }

    public static Node<int> Failing(string folder)
    {
        var good = Electron(() => Step(1, folder), Next(), Patient);
        var bad = Electron(() => Fail(folder), Next(), Patient);
        return Combine(good, bad, folder);
    }

    private static Node<int> Combine(Node<int> a, Node<int> b, string folder) => Electron(() => Mix(a, b, folder), Next(), Patient);

    private static ExecutorSpec? Next() => Places[(int)((uint)Interlocked.Increment(ref next) % (uint)Places.Count)];

    // One file a process, because appends of several processes to one file may overwrite each other; the clock is the machine's.
    private static void Note(string folder)
    {
        var context = ElectronContext.Current!;
        var line = $"{Stopwatch.GetTimestamp()} {context.DispatchId} {context.NodeId}\n";
        lock (Gate)
        {
            journal ??= new FileStream(Path.Combine(folder, $"{Environment.ProcessId}-{Guid.NewGuid():N}.log"), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, 0);
            journal.Write(System.Text.Encoding.UTF8.GetBytes(line));
        }

        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 4;)
        {
            Thread.SpinWait(100);
        }
    }
}
