namespace Covalent.Quantum.Circuits;

/// <summary>What templates share: checks of their arguments, rings and pairs of wires.</summary>
internal static class Templates
{
    public static void RequireCount(string template, string what, Parameters given, int expected)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Count != expected)
        {
            throw new ArgumentException($"{template} needs {expected} {what}, but {given.Count} were given.");
        }
    }

    public static void RequireAtMost(string template, string what, Parameters given, int most)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Count > most)
        {
            throw new ArgumentException($"{template} takes at most {most} {what} for {most} wires, but {given.Count} were given.");
        }
    }

    public static void RequireMember(string template, Wire wire, Wires wires)
    {
        if (!wires.Contains(wire))
        {
            throw new ArgumentException($"{template} was given a pattern with wire {wire}, which is not among its wires {wires}.");
        }
    }

    public static int Layers(string template, Parameters weights, int perLayer)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return perLayer > 0 && weights.Count % perLayer == 0
            ? weights.Count / perLayer
            : throw new ArgumentException($"{template} needs {perLayer} weights per layer on these wires; {weights.Count} weights make no whole number of layers.");
    }

    public static (Wire First, Wire Second)[] AllPairs(Wires wires) =>
    [
        .. from i in Enumerable.Range(0, wires.Count)
           from j in Enumerable.Range(i + 1, wires.Count - i - 1)
           select (wires[i], wires[j]),
    ];

    /// <summary>Neighbours starting at even positions, then those starting at odd positions.</summary>
    public static IEnumerable<(Wire First, Wire Second)> Brickwork(Wires wires) =>
        Enumerable.Range(0, wires.Count - 1).Where(static i => i % 2 == 0).Concat(Enumerable.Range(0, wires.Count - 1).Where(static i => i % 2 == 1))
            .Select(i => (wires[i], wires[i + 1]));

    public static GateKind Rotation(char axis) => axis switch
    {
        'X' => GateKind.RX,
        'Y' => GateKind.RY,
        'Z' => GateKind.RZ,
        _ => throw new ArgumentException($"'{axis}' is no rotation axis; use X, Y or Z.", nameof(axis)),
    };
}
