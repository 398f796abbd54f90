using static Covalent.Workflow;

namespace Covalent.Integration.Victim;

/// <summary>What the victim dispatches.</summary>
public static class VictimLattices
{
    private const int Length = 60;
    private const int Width = 12;
    private const int Depth = 8;

    public static Node<int> Chain() => VictimTasks.Chain(Length);

    public static Node<int> Layers()
    {
        var layer = Enumerable.Range(0, Width).Select(i => Electron(() => VictimTasks.Step(i))).ToArray();
        for (var depth = 1; depth < Depth; depth++)
        {
            var before = layer;
            layer = [.. Enumerable.Range(0, Width).Select(i =>
            {
                var (a, b, c) = (before[i], before[(i + 1) % Width], before[(i + 2) % Width]);
                return Electron(() => VictimTasks.Mix(a, b, c));
            })];
        }

        return layer[0];
    }

    /// <summary>Sublattices whose lengths depend on data.</summary>
    public static Node<int> Nested()
    {
        var first = Electron(() => VictimTasks.Chain(5));
        var second = Electron(() => VictimTasks.Chain((first.Value & 15) + 3));
        return Electron(() => VictimTasks.Mix(first, second, 1));
    }

    /// <summary>Values that outgrow the database and lie in files.</summary>
    public static Node<string> Large()
    {
        var text = Electron(() => VictimTasks.Grow("x"));
        for (var i = 0; i < 8; i++)
        {
            var before = text;
            text = Electron(() => VictimTasks.Grow(before));
        }

        return text;
    }
}
