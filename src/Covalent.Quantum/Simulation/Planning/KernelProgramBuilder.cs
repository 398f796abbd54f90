using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>Collects gates over qubits 0 … n-1 (0 = least significant index bit) and plans them into a <see cref="KernelProgram"/>.</summary>
internal sealed class KernelProgramBuilder
{
    /// <summary>Most qubits a program can hold; memory ends long before.</summary>
    public const int MaximalQubits = 60;

    private readonly List<KernelGate> _gates = [];
    private readonly List<KernelAngle> _angles = [];
    private readonly List<Complex[]> _matrices = [];
    private readonly List<MatrixSource> _sources = [];

    public KernelProgramBuilder(int qubits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(qubits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qubits, MaximalQubits);
        Qubits = qubits;
    }

    /// <summary>Number of qubits.</summary>
    public int Qubits { get; }

    internal IReadOnlyList<KernelGate> Gates => _gates;

    internal IReadOnlyList<KernelAngle> Angles => _angles;

    internal IReadOnlyList<Complex[]> Matrices => _matrices;

    internal IReadOnlyList<MatrixSource> Sources => _sources;

    public KernelProgramBuilder RotationX(int qubit, KernelAngle angle, ulong controls = 0, ulong? values = null) =>
        Rotation(KernelGateKind.RotationX, qubit, angle, controls, values);

    public KernelProgramBuilder RotationY(int qubit, KernelAngle angle, ulong controls = 0, ulong? values = null) =>
        Rotation(KernelGateKind.RotationY, qubit, angle, controls, values);

    public KernelProgramBuilder RotationZ(int qubit, KernelAngle angle, ulong controls = 0, ulong? values = null) =>
        Rotation(KernelGateKind.RotationZ, qubit, angle, controls, values);

    /// <summary>diag(1, e^{i·angle}); with controls the controlled phase.</summary>
    public KernelProgramBuilder Phase(int qubit, KernelAngle angle, ulong controls = 0, ulong? values = null) =>
        Rotation(KernelGateKind.PhaseShift, qubit, angle, controls, values);

    /// <summary>A constant one-qubit matrix.</summary>
    public KernelProgramBuilder Single(int qubit, Matrix2 matrix, ulong controls = 0, ulong? values = null)
    {
        Check(qubit);
        CheckControls(controls, 1UL << qubit);
        _matrices.Add([matrix.M00, matrix.M01, matrix.M10, matrix.M11]);
        return Add(new(KernelGateKind.Fixed)
        {
            Target = qubit,
            Controls = controls,
            ControlValues = (values ?? controls) & controls,
            Matrix = _matrices.Count - 1,
            IsFlip = matrix == Matrix2.PauliX,
        });
    }

    public KernelProgramBuilder Hadamard(int qubit) => Single(qubit, Matrix2.Hadamard);

    public KernelProgramBuilder ControlledNot(int control, int target)
    {
        Check(control);
        return Single(target, Matrix2.PauliX, 1UL << control);
    }

    public KernelProgramBuilder Swap(int first, int second)
    {
        Check(first);
        Check(second);
        return first == second
            ? throw new ArgumentException($"A swap needs two different qubits, got {first} twice.", nameof(second))
            : Add(new(KernelGateKind.Swap) { Target = first, Other = second });
    }

    /// <summary>exp(-i·angle/2·Z…Z) over the qubits of the mask.</summary>
    public KernelProgramBuilder ParityPhase(ulong qubits, KernelAngle angle)
    {
        CheckMask(qubits);
        return Add(new(KernelGateKind.ParityPhase) { SignMask = qubits, Slot = Slot(angle) });
    }

    /// <summary>exp(-i·angle/2·P): <paramref name="flips"/> marks X and Y, <paramref name="signs"/> marks Z and Y.</summary>
    public KernelProgramBuilder PauliRotation(ulong flips, ulong signs, KernelAngle angle)
    {
        CheckMask(flips | signs);
        return flips == 0
            ? ParityPhase(signs, angle)
            : Add(new(KernelGateKind.PauliRotation) { FlipMask = flips, SignMask = signs, Slot = Slot(angle) });
    }

    /// <summary>A constant dense matrix, rows first; the first qubit is the lowest bit of the matrix index.</summary>
    public KernelProgramBuilder Dense(ReadOnlySpan<int> qubits, Complex[] matrix, ulong controls = 0, ulong? values = null)
    {
        CheckDense(qubits, matrix.Length, controls);
        _matrices.Add(matrix);
        return AddDense(qubits, controls, values);
    }

    /// <summary>A diagonal matrix by its entries; the first qubit is the lowest bit of the entry number.</summary>
    public KernelProgramBuilder Diagonal(ReadOnlySpan<int> qubits, Complex[] entries, ulong controls = 0, ulong? values = null)
    {
        CheckDense(qubits, entries.Length * entries.Length, controls);
        _matrices.Add(entries);
        return Add(new(KernelGateKind.DiagonalTable)
        {
            Targets = qubits.ToArray(),
            Controls = controls,
            ControlValues = (values ?? controls) & controls,
            Matrix = _matrices.Count - 1,
        });
    }

    /// <summary>Basis state j of the qubits becomes destinations[j], times phases[j]; the first qubit is the lowest bit of j.</summary>
    public KernelProgramBuilder Permutation(
        ReadOnlySpan<int> qubits, int[] destinations, Complex[] phases, ulong controls = 0, ulong? values = null)
    {
        CheckDense(qubits, phases.Length * phases.Length, controls);
        _matrices.Add(phases);
        return Add(new(KernelGateKind.Permutation)
        {
            Targets = qubits.ToArray(),
            Destinations = destinations,
            Controls = controls,
            ControlValues = (values ?? controls) & controls,
            Matrix = _matrices.Count - 1,
        });
    }

    /// <summary>
    /// Makes the matrix, diagonal or phases of the gate added last depend on <paramref name="count"/> parameters of the circuit from
    /// <paramref name="first"/> on: they are computed again whenever the program is bound to parameters.
    /// </summary>
    public KernelProgramBuilder FromParameters(int first, int count, MatrixFunction compute)
    {
        int gate = _gates.Count - 1;
        _gates[gate] = _gates[gate] with { IsComputed = true, IsFlip = false };
        _sources.Add(new(_gates[gate].Matrix, first, count, compute));
        return this;
    }

    /// <summary>e^{i·angle} on the whole state.</summary>
    public KernelProgramBuilder GlobalPhase(KernelAngle angle) => Add(new(KernelGateKind.GlobalPhase) { Slot = Slot(angle) });

    /// <summary>Plans the gates. The result can be run and bound many times.</summary>
    public KernelProgram Build(KernelProgramOptions options, ReadOnlySpan<double> parameters = default) => new(this, options, parameters);

    private KernelProgramBuilder Rotation(KernelGateKind kind, int qubit, KernelAngle angle, ulong controls, ulong? values)
    {
        Check(qubit);
        CheckControls(controls, 1UL << qubit);
        return Add(new(kind)
        {
            Target = qubit,
            Controls = controls,
            ControlValues = (values ?? controls) & controls,
            Slot = Slot(angle),
        });
    }

    private KernelProgramBuilder AddDense(ReadOnlySpan<int> qubits, ulong controls, ulong? values) =>
        Add(new(KernelGateKind.Dense)
        {
            Targets = qubits.ToArray(),
            Controls = controls,
            ControlValues = (values ?? controls) & controls,
            Matrix = _matrices.Count - 1,
        });

    private KernelProgramBuilder Add(KernelGate gate)
    {
        _gates.Add(gate);
        return this;
    }

    private int Slot(KernelAngle angle)
    {
        _angles.Add(angle);
        return _angles.Count - 1;
    }

    private void Check(int qubit)
    {
        if ((uint)qubit >= (uint)Qubits)
        {
            throw new ArgumentOutOfRangeException(nameof(qubit), qubit, $"Qubit {qubit} does not exist; the program has {Qubits} qubits, numbered from 0.");
        }
    }

    private void CheckMask(ulong qubits)
    {
        if (qubits == 0 || qubits >> Qubits != 0)
        {
            throw new ArgumentException($"Mask 0x{qubits:x} names no qubit or one beyond the program's {Qubits}.", nameof(qubits));
        }
    }

    private void CheckControls(ulong controls, ulong targets)
    {
        if ((controls & targets) != 0 || controls >> Qubits != 0)
        {
            throw new ArgumentException($"Controls 0x{controls:x} overlap the targets 0x{targets:x} or lie beyond the program's {Qubits} qubits.", nameof(controls));
        }
    }

    private void CheckDense(ReadOnlySpan<int> qubits, int entries, ulong controls)
    {
        ulong mask = 0;
        foreach (int qubit in qubits)
        {
            Check(qubit);
            mask |= 1UL << qubit;
        }

        CheckControls(controls, mask);
        if (BitOperations.PopCount(mask) != qubits.Length || qubits.Length == 0 || entries != 1 << (2 * qubits.Length))
        {
            throw new ArgumentException($"A matrix on {qubits.Length} distinct qubits needs 4^{qubits.Length} entries (a diagonal 2^{qubits.Length}).", nameof(entries));
        }
    }
}

/// <summary>Computes the entries of a gate from its parameters.</summary>
internal delegate Complex[] MatrixFunction(ReadOnlySpan<double> parameters);

/// <summary>Where the entries of matrix <paramref name="Matrix"/> come from.</summary>
internal sealed record MatrixSource(int Matrix, int First, int Count, MatrixFunction Compute);
