namespace Covalent.Quantum.Cutting;

/// <summary>A piece of a cut circuit: what is connected by gates.</summary>
internal sealed class CircuitFragment
{
    private const int Preparations = 4;

    private readonly Operation[] _operations;

    private readonly HashSet<Wire> _wires;

    // Per asked product (letters at the ends and the part of an observable) its place among the measurements.
    private readonly Dictionary<Observable, int> _asked = [];

    public CircuitFragment(IEnumerable<Wire> wires, IEnumerable<Operation> operations, IReadOnlyList<WireCutting> cuts)
    {
        _wires = [.. wires];
        _operations = [.. operations];
        Begins = [.. Enumerable.Range(0, cuts.Count).Where(cut => _wires.Contains(cuts[cut].After))];
        Ends = [.. Enumerable.Range(0, cuts.Count).Where(cut => _wires.Contains(cuts[cut].Before))];
        BeginWires = [.. Begins.Select(cut => cuts[cut].After)];
        EndWires = [.. Ends.Select(cut => cuts[cut].Before)];
    }

    /// <summary>The cuts at which this fragment is prepared.</summary>
    public int[] Begins { get; }

    /// <summary>The cuts at which it is measured.</summary>
    public int[] Ends { get; }

    private Wire[] BeginWires { get; }

    private Wire[] EndWires { get; }

    /// <summary>Number of circuits: 0 when nothing is asked that is not certain.</summary>
    public int CircuitCount => _asked.Count == 0 ? 0 : 1 << (2 * Begins.Length);

    /// <summary>The part of a word on this fragment's wires, with letters (0 to 3: I, X, Y, Z) for the ends.</summary>
    public PauliWord Ask(PauliWord observable, int endLetters)
    {
        var wires = observable.Wires.Where(wire => _wires.Contains(wire) && observable[wire] != 'I').Select(wire => (Wire: wire, Letter: observable[wire])).ToList();
        for (var end = 0; end < EndWires.Length; end++)
        {
            if (Digit(endLetters, end) is var letter and > 0)
            {
                wires.Add((EndWires[end], "IXYZ"[letter]));
            }
        }

        var word = new PauliWord(string.Concat(wires.Select(static pair => pair.Letter)), Wires.Create([.. wires.Select(static pair => pair.Wire)]));
        if (!word.IsIdentity)
        {
            _asked.TryAdd(word, _asked.Count);
        }

        return word;
    }

    /// <summary>One circuit per way to prepare the beginnings in |0⟩, |1⟩, |+⟩, |+i⟩.</summary>
    public IEnumerable<Circuit> Circuits(Shots? shots)
    {
        var measurements = _asked.OrderBy(static pair => pair.Value).Select(static pair => (Measurement)Measurement.Expval(pair.Key)).ToList();
        for (var state = 0; state < CircuitCount; state++)
        {
            yield return new Circuit([.. BeginWires.SelectMany((wire, begin) => Prepare(wire, Digit(state, begin))), .. _operations], measurements, shots);
        }
    }

    /// <summary>The mean of an asked word with Pauli letters "prepared" at the beginnings, from the results of <see cref="Circuits"/>.</summary>
    public double Value(PauliWord word, int beginLetters, ReadOnlySpan<CircuitResult> results)
    {
        var sum = 0.0;
        for (var state = 0; state < 1 << (2 * Begins.Length); state++)
        {
            var weight = 1.0;
            for (var begin = 0; begin < Begins.Length && weight != 0; begin++)
            {
                weight *= Weight(Digit(beginLetters, begin), Digit(state, begin));
            }

            if (weight != 0)
            {
                sum += weight * (word.IsIdentity ? 1 : (double)results[state].Get(_asked[word]));
            }
        }

        return sum;
    }

    public static int Digit(int number, int place) => (number >> (2 * place)) & 3;

    // I = |0⟩⟨0| + |1⟩⟨1|, X = 2|+⟩⟨+| − I, Y = 2|+i⟩⟨+i| − I, Z = |0⟩⟨0| − |1⟩⟨1|.
    private static double Weight(int letter, int state) => (letter, state) switch
    {
        (0, 0 or 1) or (3, 0) => 1,
        (3, 1) or (1 or 2, 0 or 1) => -1,
        (1, 2) or (2, 3) => 2,
        _ => 0,
    };

    private static IEnumerable<Operation> Prepare(Wire wire, int state) => state switch
    {
        0 => [],
        1 => [new Gate(GateKind.PauliX, wire)],
        2 => [new Gate(GateKind.Hadamard, wire)],
        _ => [new Gate(GateKind.Hadamard, wire), new Gate(GateKind.S, wire)],
    };
}
