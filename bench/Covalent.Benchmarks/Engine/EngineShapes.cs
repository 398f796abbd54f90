using static Covalent.Workflow;

namespace Covalent.Benchmarks.Engine;

/// <summary>Lattices of the measured shapes, written as users write them.</summary>
internal static class EngineShapes
{
    private const int LayerWidth = 100;

    public static Func<Node<int>> Of(string shape, int tasks) => shape switch
    {
        "wide" => () => Wide(tasks),
        "chain" => () => Chain(tasks),
        "layers" => () => Layers(tasks),
        _ => throw new ArgumentException($"Shape '{shape}' is not known; use wide, chain or layers."),
    };

    private static Node<int> Wide(int tasks)
    {
        var last = Electron(() => EngineTasks.One());
        for (var i = 1; i < tasks; i++)
        {
            last = Electron(() => EngineTasks.One());
        }

        return last;
    }

    private static Node<int> Chain(int tasks)
    {
        var last = Electron(() => EngineTasks.One());
        for (var i = 1; i < tasks; i++)
        {
            var before = last;
            last = Electron(() => EngineTasks.Next(before));
        }

        return last;
    }

    private static Node<int> Layers(int tasks)
    {
        var width = Math.Min(LayerWidth, tasks);
        var before = new Node<int>[width];
        for (var i = 0; i < width; i++)
        {
            before[i] = Electron(() => EngineTasks.One());
        }

        for (var made = width; made < tasks; made += width)
        {
            var layer = new Node<int>[width];
            for (var i = 0; i < width; i++)
            {
                var (a, b, c) = (before[i], before[(i + 1) % width], before[(i + 2) % width]);
                layer[i] = Electron(() => EngineTasks.Sum(a, b, c));
            }

            before = layer;
        }

        return before[0];
    }
}
