using System.Numerics;
using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>The mean of an observable in a state, prepared once for a register.</summary>
internal sealed class ObservableMean
{
    private readonly double constant;

    private readonly QubitPauliSum? paulis;

    private readonly EigenTerm[] eigenTerms;

    private readonly SparseMean? sparse;

    private ObservableMean(IEnumerable<LoweredTerm> terms, RegisterMap register, SparseMean? sparse)
    {
        var words = new Dictionary<(ulong X, ulong Z), double>();
        var matrices = new List<EigenTerm>();
        foreach (var term in terms)
        {
            if (!term.IsPauli)
            {
                matrices.Add(new(term, register));
            }
            else if (Masks(term, register) is { } masks)
            {
                words[masks] = words.GetValueOrDefault(masks) + term.Coefficient;
            }
        }

        _ = words.Remove((0, 0), out constant);
        paulis = words.Count == 0 ? null : new([.. words.Select(static word => new QubitPauliTerm(word.Value, word.Key.X, word.Key.Z))]);
        eigenTerms = [.. matrices];
        this.sparse = sparse;
    }

    public static ObservableMean Of(Observable observable, RegisterMap register) => observable is SparseHamiltonian sparse
        ? new([], register, new(sparse, register))
        : new(LoweredTerm.Of(observable), register, null);

    public static ObservableMean OfSquare(Observable observable, RegisterMap register) => observable is SparseHamiltonian or SumObservable { IsPauliSum: false }
        ? Of(HermitianObservable.Square(observable), register)
        : Of(observable is MatrixObservable or ProductObservable ? HermitianObservable.Square(observable) : observable * observable, register);

    public double Of(IQuantumState state)
    {
        var mean = constant;
        if (paulis is not null)
        {
            mean += state.Expectation(paulis);
        }

        foreach (var term in eigenTerms)
        {
            mean += term.Mean(state);
        }

        return sparse is null ? mean : mean + sparse.Of(state);
    }

    /// <summary>Where a Pauli word acts; null when its mean is 0 because an idle wire carries X or Y.</summary>
    private static (ulong X, ulong Z)? Masks(LoweredTerm term, RegisterMap register)
    {
        var (x, z) = (0UL, 0UL);
        foreach (var factor in term.Factors)
        {
            var position = register.PositionOf(factor.Wires[0]);
            if (position < 0)
            {
                if (factor.Letter != 'Z')
                {
                    return null;
                }

                continue;
            }

            var bit = 1UL << (register.ActiveCount - 1 - position);
            x |= factor.Letter is 'X' or 'Y' ? bit : 0;
            z |= factor.Letter is 'Z' or 'Y' ? bit : 0;
        }

        return (x, z);
    }
}

/// <summary>The mean of a product with matrices: rotate into its eigenbasis, weigh the probabilities with the eigenvalues.</summary>
internal sealed class EigenTerm
{
    private readonly int[] positions;

    private readonly QubitProgram? rotation;

    private readonly double[] values;

    public EigenTerm(LoweredTerm term, RegisterMap register)
    {
        var basis = new MeasuringBasis();
        _ = basis.TryAdd(term.Factors);
        rotation = basis.Rotation(register);
        var wires = term.Factors.SelectMany(static factor => factor.Wires).Where(wire => register.PositionOf(wire) >= 0).ToArray();
        positions = register.PositionsOf(wires);
        var reader = new TermReader(term, register);
        values = new double[1 << positions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var outcome = 0UL;
            for (var k = 0; k < positions.Length; k++)
            {
                outcome |= (ulong)((i >> (positions.Length - 1 - k)) & 1) << (register.ActiveCount - 1 - positions[k]);
            }

            values[i] = reader.Read(outcome);
        }
    }

    public double Mean(IQuantumState state)
    {
        if (rotation is null)
        {
            return Weigh(state);
        }

        using var rotated = state.Clone();
        rotated.Run(rotation, []);
        return Weigh(rotated);
    }

    private double Weigh(IQuantumState state)
    {
        var probabilities = state.Probabilities(positions);
        var mean = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            mean += probabilities[i] * values[i];
        }

        return mean;
    }
}

/// <summary>The mean of a sparse matrix, entry by entry.</summary>
internal sealed class SparseMean(SparseHamiltonian observable, RegisterMap register)
{
    private readonly BitLayout layout = new(register.ActiveCount, register.PositionsOf(observable.Wires), []);

    public double Of(IQuantumState state)
    {
        var sum = Complex.Zero;
        if (!state.HasAmplitudes || observable.Wires.Count < state.Qubits / 2)
        {
            var density = state.ReducedDensityMatrix(register.PositionsOf(observable.Wires));
            foreach (var (row, column, value) in observable.Entries)
            {
                sum += value * density[column, row];
            }

            return sum.Real;
        }

        var amplitudes = state.Amplitudes();
        foreach (var rest in layout.RestIndices())
        {
            foreach (var (row, column, value) in observable.Entries)
            {
                sum += Complex.Conjugate(amplitudes[rest | layout.Scatter(row)]) * value * amplitudes[rest | layout.Scatter(column)];
            }
        }

        return sum.Real;
    }
}
