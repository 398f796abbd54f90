using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Measurements;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Devices;

/// <summary>
/// The density matrix of <c>default.mixed</c>, stored as a vector over twice the qubits (row bits, then column bits), so that a gate is
/// the gate on the row and its conjugate on the column, and a channel is one matrix on both.
/// </summary>
internal sealed class DensityState : IQuantumState
{
    private readonly CancellationToken cancellationToken;

    private Complex[] entries;

    public DensityState(int qubits, CancellationToken cancellationToken = default)
        : this(qubits, new Complex[1L << (2 * qubits)], cancellationToken) => entries[0] = Complex.One;

    private DensityState(int qubits, Complex[] entries, CancellationToken cancellationToken)
    {
        Qubits = qubits;
        this.cancellationToken = cancellationToken;
        this.entries = entries;
    }

    public int Qubits { get; }

    public bool HasAmplitudes => false;

    private long Size => 1L << Qubits;

    public void SetBasisState(ulong index)
    {
        Array.Clear(entries);
        entries[((long)index * Size) + (long)index] = Complex.One;
    }

    public void SetAmplitudes(ReadOnlySpan<Complex> amplitudes)
    {
        for (var row = 0; row < amplitudes.Length; row++)
        {
            for (var column = 0; column < amplitudes.Length; column++)
            {
                entries[(row * Size) + column] = amplitudes[row] * Complex.Conjugate(amplitudes[column]);
            }
        }
    }

    public void SetDensityMatrix(SquareMatrix density) => density.Entries.CopyTo(entries, 0);

    public void Run(QubitProgram program, ReadOnlySpan<double> parameters)
    {
        foreach (var step in program.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = parameters.Slice(step.ParameterOffset, step.Operation.Parameters.Count);
            if (step.Operation is Channel channel)
            {
                Apply(channel, own, step.Positions);
            }
            else
            {
                Apply(step.Operation.Form(own) ?? throw new InvalidOperationException($"{step.Operation.Name} is not unitary."), step.Positions);
            }
        }
    }

    public double[] Probabilities(ReadOnlySpan<int> positions)
    {
        var layout = new BitLayout(Qubits, positions, []);
        var result = new double[1L << positions.Length];
        for (var index = 0L; index < Size; index++)
        {
            result[layout.Gather(index)] += Math.Max(0, Weight(index));
        }

        return result;
    }

    public double Expectation(QubitPauliSum observable)
    {
        var total = 0.0;
        foreach (var term in observable.Terms)
        {
            var sum = 0.0;
            for (var index = 0L; index < Size; index++)
            {
                sum += (PauliPhase.Of(term, (ulong)index) * entries[(index * Size) + (index ^ (long)term.XMask)]).Real;
            }

            total += term.Coefficient * sum;
        }

        return total;
    }

    public SquareMatrix ReducedDensityMatrix(ReadOnlySpan<int> positions) =>
        new BitLayout(Qubits, positions, []).PartialTrace((row, column) => entries[(row * Size) + column]);

    public Complex[] Amplitudes() =>
        throw new DeviceException("default.mixed", "a density matrix has no state vector; ask for DensityMatrix, or use default.qubit.");

    public void Collapse(int position, int outcome)
    {
        var bit = 1L << (Qubits - 1 - position);
        var probability = 0.0;
        for (var index = 0L; index < entries.Length; index++)
        {
            var (row, column) = (index / Size, index % Size);
            if ((row & bit) != 0 != (outcome == 1) || (column & bit) != 0 != (outcome == 1))
            {
                entries[index] = Complex.Zero;
            }
            else if (row == column)
            {
                probability += entries[index].Real;
            }
        }

        for (var index = 0L; index < entries.Length; index++)
        {
            entries[index] /= probability;
        }
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<ulong> outcomes)
    {
        var weights = new double[Size];
        for (var index = 0; index < weights.Length; index++)
        {
            // Rounding leaves impossible outcomes a few 1e-17 away from 0; they must never be drawn.
            weights[index] = Weight(index) is var weight and > 1e-15 ? weight : 0;
        }

        InverseDistribution.Draw(weights, uniforms, outcomes);
    }

    public IQuantumState Clone() => new DensityState(Qubits, [.. entries], cancellationToken);

    public void Dispose() => entries = [];

    private double Weight(long index) => entries[(index * Size) + index].Real;

    private void Apply(GateForm form, int[] positions)
    {
        ReferenceKernels.Apply(entries, form, new BitLayout(2 * Qubits, positions, form.ControlValues));
        ReferenceKernels.Apply(entries, form.Conjugate(), new BitLayout(2 * Qubits, Columns(positions), form.ControlValues));
    }

    private void Apply(Channel channel, ReadOnlySpan<double> parameters, int[] positions)
    {
        var map = channel.Kraus(parameters)
            .Select(static kraus => kraus.Kronecker(new(kraus.Size, [.. kraus.Entries.Select(Complex.Conjugate)])))
            .Aggregate(static (sum, part) => sum.Add(part));
        ReferenceKernels.ApplyDense(entries, map.Entries, new BitLayout(2 * Qubits, [.. positions, .. Columns(positions)], []));
    }

    private int[] Columns(int[] positions) => [.. positions.Select(position => position + Qubits)];
}

/// <summary>The states of <c>default.mixed</c>.</summary>
internal sealed class DensityStateFactory : IStateFactory
{
    public string Name => "default.mixed";

    public bool IsMixed => true;

    public int MaximumQubits => 14;

    public int SideBySideQubits => 7;

    public double BytesFor(int qubits) => 16 * Math.Pow(4, qubits);

    public IQuantumState Create(int qubits, CancellationToken cancellationToken) => new DensityState(qubits, cancellationToken);
}
