using System.Diagnostics;
using static Covalent.Workflow;

namespace Covalent.Integration.Victim;

/// <summary>Electrons that take a moment, and say in the journal that they ran.</summary>
public static class VictimTasks
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(4);

    public static int Step(int x)
    {
        Note();
        return unchecked((x * 31) + 7);
    }

    public static int Mix(int a, int b, int c)
    {
        Note();
        return unchecked((a * 5) + (b * 7) + (c * 11) + 1);
    }

    public static string Grow(string text)
    {
        Note();
        return text + new string((char)('a' + (text.Length % 26)), 5_000);
    }

    /// <summary>A sublattice: a chain as long as its input says.</summary>
    public static Node<int> Chain(int length)
    {
        var last = Electron(() => Step(length));
        for (var i = 1; i < length; i++)
        {
            var before = last;
            last = Electron(() => Step(before));
        }

        return last;
    }

    private static void Note()
    {
        var context = ElectronContext.Current!;
        Journal.Write($"ran {context.DispatchId} {context.NodeId}");
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Moment;)
        {
            Thread.SpinWait(100);
        }
    }
}
