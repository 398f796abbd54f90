using Covalent.Quantum.Cutting;

namespace Covalent.Quantum;

/// <summary>A circuit in pieces: the smaller circuits to run, and how their results make the means of the whole.</summary>
public sealed class CutCircuit
{
    private readonly CircuitFragment[] _fragments;

    private readonly int _cuts;

    private readonly (double Coefficient, PauliWord Word)[][] _measurements;

    private CutCircuit(CircuitFragment[] fragments, int cuts, (double, PauliWord)[][] measurements, Shots? shots)
    {
        _fragments = fragments;
        _cuts = cuts;
        _measurements = measurements;

        // Asking for everything once says what the circuits have to measure.
        foreach (var (_, word) in measurements.SelectMany(static terms => terms))
        {
            foreach (var fragment in fragments)
            {
                for (var letters = 0; letters < 1 << (2 * fragment.Ends.Length); letters++)
                {
                    fragment.Ask(word, letters);
                }
            }
        }

        Circuits = [.. fragments.SelectMany(fragment => fragment.Circuits(shots))];
    }

    /// <summary>The circuits to run, on any device or executor, in any order as long as the results are given back in this one.</summary>
    public IReadOnlyList<Circuit> Circuits { get; }

    /// <summary>Number of pieces.</summary>
    public int FragmentCount => _fragments.Length;

    /// <summary>Wires of the largest circuit that has to be run.</summary>
    public int MaximumWires => Circuits.Count == 0 ? 0 : Circuits.Max(static circuit => circuit.Wires.Count);

    /// <summary>Runs all pieces on a device and puts the results together.</summary>
    /// <param name="device">The device; it must not declare wires, because the pieces have names of their own.</param>
    /// <param name="cancellationToken">Stops between circuits.</param>
    /// <returns>One mean per measurement of the circuit that was cut.</returns>
    public double[] Run(Device device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Combine(device.Execute(Circuits, cancellationToken: cancellationToken));
    }

    /// <summary>The means of the whole circuit from the results of <see cref="Circuits"/>.</summary>
    /// <param name="results">One result per circuit, in order.</param>
    /// <returns>One mean per measurement of the circuit that was cut.</returns>
    /// <exception cref="ArgumentException">The number of results is not the number of circuits.</exception>
    public double[] Combine(IReadOnlyList<CircuitResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count != Circuits.Count)
        {
            throw new ArgumentException($"The cut circuit consists of {Circuits.Count} circuits; {results.Count} results were given.", nameof(results));
        }

        CircuitResult[] all = [.. results];
        return Array.ConvertAll(_measurements, terms => terms.Sum(term => term.Coefficient * Mean(term.Word, all)));
    }

    internal static CutCircuit Of(Circuit circuit)
    {
        if (circuit.BatchSize is not null || circuit.Shots is { IsVector: true })
        {
            throw new ArgumentException("A circuit with broadcast parameters or a shot vector is cut row by row; call Unbatch or WithShots first.", nameof(circuit));
        }

        var segments = WireSegments.Of(circuit);
        var groups = ConnectedWires.Of(segments.Operations, [.. segments.Last.Values, .. segments.Cuts.Select(static cut => cut.Before)]);
        return new(
            [.. groups.Select(group => new CircuitFragment(group.Wires, group.Operations, segments.Cuts))],
            segments.Cuts.Count,
            [.. circuit.Measurements.Select(measurement => Terms(measurement, segments.Last))],
            circuit.Shots);
    }

    private static (double, PauliWord)[] Terms(Measurement measurement, IReadOnlyDictionary<Wire, Wire> last) =>
        measurement is { Kind: MeasurementKind.Expval, Observable: { IsHermitian: true } observable } && observable.Terms.All(static term => term.Observable is PauliWord)
            ? [.. observable.Terms.Select(term => (term.Coefficient.Real, (PauliWord)term.Observable.OnWires(last)))]
            : throw new ArgumentException($"{measurement} cannot be put together from pieces; cut circuits give Expval of sums of Pauli words.", nameof(measurement));

    /// <summary>Every cut wire carries ½·Σ ⟨P⟩·P: the sum over all letters at all cuts of the products of the fragments.</summary>
    private double Mean(PauliWord word, CircuitResult[] results)
    {
        var tables = new double[_fragments.Length][];
        for (int index = 0, start = 0; index < _fragments.Length; start += _fragments[index++].CircuitCount)
        {
            tables[index] = Table(_fragments[index], word, results.AsSpan(start, _fragments[index].CircuitCount));
        }

        var sum = 0.0;
        for (var letters = 0; letters < 1 << (2 * _cuts); letters++)
        {
            var product = 1.0;
            for (var index = 0; index < _fragments.Length && product != 0; index++)
            {
                var fragment = _fragments[index];
                product *= tables[index][Letters(letters, fragment.Begins) | (Letters(letters, fragment.Ends) << (2 * fragment.Begins.Length))];
            }

            sum += product;
        }

        return Math.ScaleB(sum, -_cuts);
    }

    private static double[] Table(CircuitFragment fragment, PauliWord word, ReadOnlySpan<CircuitResult> results)
    {
        int begins = 2 * fragment.Begins.Length, ends = 2 * fragment.Ends.Length;
        var table = new double[1 << (begins + ends)];
        for (var end = 0; end < 1 << ends; end++)
        {
            var asked = fragment.Ask(word, end);
            for (var begin = 0; begin < 1 << begins; begin++)
            {
                table[begin | (end << begins)] = fragment.Value(asked, begin, results);
            }
        }

        return table;
    }

    private static int Letters(int letters, int[] cuts)
    {
        var own = 0;
        for (var i = 0; i < cuts.Length; i++)
        {
            own |= CircuitFragment.Digit(letters, cuts[i]) << (2 * i);
        }

        return own;
    }
}
