using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>An operation that sets the state of its wires; allowed only before any other operation on them.</summary>
public abstract class StatePreparation : Operation
{
    private protected StatePreparation(Wires wires)
        : base(wires)
    {
    }
}

/// <summary>Sets wires to a basis state.</summary>
public sealed class BasisState : StatePreparation
{
    private readonly int[] bits;

    /// <summary>One bit per wire.</summary>
    /// <exception cref="ArgumentException">The numbers of bits and wires differ, or a bit is not 0 or 1.</exception>
    public BasisState(IReadOnlyList<int> bits, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(bits);
        Arguments.RequireWires("BasisState", wires, bits.Count);
        if (bits.FirstOrDefault(static bit => bit is not (0 or 1)) is var wrong and not 0)
        {
            throw new ArgumentException($"BasisState was given the bit {wrong}; bits must be 0 or 1.", nameof(bits));
        }

        this.bits = [.. bits];
    }

    /// <inheritdoc/>
    public override string Name => "BasisState";

    /// <summary>The bits, one per wire.</summary>
    public IReadOnlyList<int> Bits => bits;

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new BasisState(bits, Wires.Map(map));

    private protected override bool EqualsCore(Operation other) => bits.AsSpan().SequenceEqual(((BasisState)other).bits);
}

/// <summary>Sets wires to a state vector of norm 1.</summary>
public sealed class StateVectorPreparation : StatePreparation
{
    private const double NormTolerance = 1e-10;

    private readonly Complex[] amplitudes;

    /// <summary>Makes the preparation.</summary>
    /// <param name="amplitudes">Up to 2^wires amplitudes; the first wire is the most significant bit of the index.</param>
    /// <param name="wires">The wires.</param>
    /// <param name="normalize">Divide by the norm instead of refusing a vector that is not normalised.</param>
    /// <param name="padWith">Fill a vector that is too short with this value; <see langword="null"/>: refuse it.</param>
    /// <exception cref="ArgumentException">Length or norm is wrong.</exception>
    public StateVectorPreparation(IReadOnlyList<Complex> amplitudes, Wires wires, bool normalize = false, Complex? padWith = null)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(amplitudes);
        ArgumentNullException.ThrowIfNull(wires);
        this.amplitudes = Normalised(Padded(amplitudes, wires, padWith), normalize);
    }

    /// <inheritdoc/>
    public override string Name => "StatePrep";

    /// <summary>The amplitudes, of norm 1.</summary>
    public IReadOnlyList<Complex> Amplitudes => amplitudes;

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new StateVectorPreparation(amplitudes, Wires.Map(map));

    private protected override bool EqualsCore(Operation other) => amplitudes.AsSpan().SequenceEqual(((StateVectorPreparation)other).amplitudes);

    private static Complex[] Padded(IReadOnlyList<Complex> amplitudes, Wires wires, Complex? padWith)
    {
        var size = 1L << wires.Count;
        if (amplitudes.Count == size)
        {
            return [.. amplitudes];
        }

        if (amplitudes.Count > size || padWith is not { } filling)
        {
            throw new ArgumentException(
                $"{amplitudes.Count} amplitudes were given for {wires.Count} wires, which have {size}; {(amplitudes.Count > size ? "use more wires" : "give padWith to fill the rest")}.",
                nameof(amplitudes));
        }

        return [.. amplitudes, .. Enumerable.Repeat(filling, (int)(size - amplitudes.Count))];
    }

    private static Complex[] Normalised(Complex[] amplitudes, bool normalize)
    {
        var norm = Math.Sqrt(amplitudes.Sum(static amplitude => (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary)));
        if (!double.IsFinite(norm) || norm == 0)
        {
            throw new ArgumentException($"The state to prepare has norm {norm}; it must be a finite vector that is not zero.", nameof(amplitudes));
        }

        if (!normalize && Math.Abs(norm - 1) > NormTolerance)
        {
            throw new ArgumentException($"The state to prepare has norm {norm:G12}; it must be 1. Give normalize: true to divide by the norm.", nameof(amplitudes));
        }

        return [.. amplitudes.Select(amplitude => amplitude / norm)];
    }
}

/// <summary>Sets wires to a mixed state; needs a density-matrix device.</summary>
public sealed class DensityMatrixPreparation : StatePreparation
{
    private const double Tolerance = 1e-8;

    /// <summary>Makes the preparation from a density matrix over the wires.</summary>
    /// <exception cref="ArgumentException">The matrix has the wrong size, is not Hermitian, has a negative eigenvalue or a trace that is not 1.</exception>
    public DensityMatrixPreparation(Complex[,] matrix, Wires wires)
        : this(SquareMatrix.From(matrix), wires)
    {
    }

    private DensityMatrixPreparation(SquareMatrix matrix, Wires wires)
        : base(wires)
    {
        Arguments.RequireWires(Name, wires, Arguments.WiresOfSize(Name, matrix.Size));
        if (!(matrix.HermiticityError() <= Tolerance) || Complex.Abs(matrix.Trace() - 1) > Tolerance || HermitianEigen.Of(matrix).Values[0] < -Tolerance)
        {
            throw new ArgumentException($"The matrix given to {Name} on {wires} is no density matrix; it must be Hermitian and positive with trace 1 (trace {matrix.Trace().Real:G6}).", nameof(matrix));
        }

        Density = matrix;
    }

    /// <inheritdoc/>
    public override string Name => "QubitDensityMatrix";

    internal SquareMatrix Density { get; }

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new DensityMatrixPreparation(Density, Wires.Map(map));

    private protected override bool EqualsCore(Operation other) => Density.Entries.AsSpan().SequenceEqual(((DensityMatrixPreparation)other).Density.Entries);
}
