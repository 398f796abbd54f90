using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Measurements;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Devices;

/// <summary>
/// The state vector of <c>default.qubit</c>, written to be read: every gate is one loop over the basis states. Faster simulators are
/// tested against it.
/// </summary>
internal sealed class ReferenceState : IQuantumState
{
    private readonly CancellationToken cancellationToken;

    private Complex[] amplitudes;

    public ReferenceState(int qubits, CancellationToken cancellationToken = default)
        : this(qubits, new Complex[1L << qubits], cancellationToken) => amplitudes[0] = Complex.One;

    private ReferenceState(int qubits, Complex[] amplitudes, CancellationToken cancellationToken)
    {
        Qubits = qubits;
        this.cancellationToken = cancellationToken;
        this.amplitudes = amplitudes;
    }

    public int Qubits { get; }

    public void SetBasisState(ulong index)
    {
        Array.Clear(amplitudes);
        amplitudes[index] = Complex.One;
    }

    public void SetAmplitudes(ReadOnlySpan<Complex> amplitudes) => amplitudes.CopyTo(this.amplitudes);

    public void SetDensityMatrix(SquareMatrix density) =>
        throw new InvalidOperationException("A state vector cannot hold a mixed state.");

    public void Run(QubitProgram program, ReadOnlySpan<double> parameters)
    {
        foreach (var step in program.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = parameters.Slice(step.ParameterOffset, step.Operation.Parameters.Count);
            var form = step.Operation.Form(own) ?? throw new InvalidOperationException($"{step.Operation.Name} is not unitary.");
            ReferenceKernels.Apply(amplitudes, form, new BitLayout(Qubits, step.Positions, form.ControlValues));
        }
    }

    public double[] Probabilities(ReadOnlySpan<int> positions)
    {
        var layout = new BitLayout(Qubits, positions, []);
        var result = new double[1L << positions.Length];
        for (var index = 0L; index < amplitudes.Length; index++)
        {
            result[layout.Gather(index)] += Weight(amplitudes[index]);
        }

        return result;
    }

    public double Expectation(QubitPauliSum observable)
    {
        var total = 0.0;
        foreach (var term in observable.Terms)
        {
            var sum = 0.0;
            for (var index = 0L; index < amplitudes.Length; index++)
            {
                var image = amplitudes[index] * PauliPhase.Of(term, (ulong)index);
                sum += (Complex.Conjugate(amplitudes[index ^ (long)term.XMask]) * image).Real;
            }

            total += term.Coefficient * sum;
        }

        return total;
    }

    public SquareMatrix ReducedDensityMatrix(ReadOnlySpan<int> positions) =>
        new BitLayout(Qubits, positions, []).PartialTrace((row, column) => amplitudes[row] * Complex.Conjugate(amplitudes[column]));

    public Complex[] Amplitudes() => [.. amplitudes];

    public void Collapse(int position, int outcome)
    {
        var bit = 1L << (Qubits - 1 - position);
        var norm = 0.0;
        for (var index = 0L; index < amplitudes.Length; index++)
        {
            if ((index & bit) != 0 == (outcome == 1))
            {
                norm += Weight(amplitudes[index]);
            }
            else
            {
                amplitudes[index] = Complex.Zero;
            }
        }

        var factor = 1 / Math.Sqrt(norm);
        for (var index = 0L; index < amplitudes.Length; index++)
        {
            amplitudes[index] *= factor;
        }
    }

    public void Sample(ReadOnlySpan<double> uniforms, Span<ulong> outcomes)
    {
        var weights = new double[amplitudes.Length];
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] = Weight(amplitudes[index]);
        }

        InverseDistribution.Draw(weights, uniforms, outcomes);
    }

    public IQuantumState Clone() => new ReferenceState(Qubits, [.. amplitudes], cancellationToken);

    public void Dispose() => amplitudes = [];

    private static double Weight(Complex amplitude) => (amplitude.Real * amplitude.Real) + (amplitude.Imaginary * amplitude.Imaginary);
}

/// <summary>The states of <c>default.qubit</c>.</summary>
internal sealed class ReferenceStateFactory : IStateFactory
{
    public string Name => "default.qubit";

    public bool IsMixed => false;

    public int MaximumQubits => 30;

    public double BytesFor(int qubits) => 16 * Math.Pow(2, qubits);

    public IQuantumState Create(int qubits, CancellationToken cancellationToken) => new ReferenceState(qubits, cancellationToken);
}
