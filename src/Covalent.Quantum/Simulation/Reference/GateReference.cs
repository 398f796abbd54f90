using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Reference;

/// <summary>
/// What every gate means, in the plainest form: amplitude by amplitude, no fusion, no registers. The fast kernels are tested
/// against this; read it first.
/// </summary>
internal static class GateReference
{
    /// <summary>The state after all gates of a program, from |0…0⟩.</summary>
    public static Complex[] Run(KernelProgramBuilder program, params ReadOnlySpan<double> parameters)
    {
        var state = new Complex[1 << program.Qubits];
        state[0] = Complex.One;
        return Run(program, state, parameters);
    }

    /// <summary>The state after all gates of a program, from a given state.</summary>
    public static Complex[] Run(KernelProgramBuilder program, Complex[] start, params ReadOnlySpan<double> parameters)
    {
        var state = start;
        foreach (var gate in program.Gates)
        {
            state = Apply(gate, state, program, gate.Slot >= 0 ? program.Angles[gate.Slot].Value(parameters) : 0);
        }

        return state;
    }

    private static Complex[] Apply(KernelGate gate, Complex[] state, KernelProgramBuilder program, double angle) => gate.Kind switch
    {
        KernelGateKind.Swap => Map(state, index => state[Exchange(index, gate.Target, gate.Other)]),
        KernelGateKind.ParityPhase => Map(state, index => Complex.FromPolarCoordinates(1, -Sign(index, gate.SignMask) * angle / 2) * state[index]),
        KernelGateKind.PauliRotation => Map(state, index =>
            (Math.Cos(angle / 2) * state[index]) - (Complex.ImaginaryOne * Math.Sin(angle / 2) * PauliWord(gate, state, index))),
        KernelGateKind.Dense => Dense(gate, state, program.Matrices[gate.Matrix]),
        KernelGateKind.DiagonalTable => Map(state, index =>
            IsControlled(gate, index) ? program.Matrices[gate.Matrix][Entry(gate.Targets, index)] * state[index] : state[index]),
        KernelGateKind.GlobalPhase => Map(state, index => Complex.FromPolarCoordinates(1, angle) * state[index]),
        KernelGateKind.Permutation => Permutation(gate, state, program.Matrices[gate.Matrix]),
        _ => Single(gate, state, Matrix(gate, angle, program)),
    };

    private static Matrix2 Matrix(KernelGate gate, double angle, KernelProgramBuilder program)
    {
        var (sin, cos) = Math.SinCos(angle / 2);
        return gate.Kind switch
        {
            KernelGateKind.RotationX => Matrix2.RotationX(sin, cos),
            KernelGateKind.RotationY => Matrix2.RotationY(sin, cos),
            KernelGateKind.RotationZ => Matrix2.RotationZ(sin, cos),
            KernelGateKind.PhaseShift => Matrix2.PhaseShift(sin, cos),
            _ => new(program.Matrices[gate.Matrix][0], program.Matrices[gate.Matrix][1], program.Matrices[gate.Matrix][2], program.Matrices[gate.Matrix][3]),
        };
    }

    private static Complex[] Single(KernelGate gate, Complex[] state, Matrix2 matrix) => Map(state, index =>
    {
        if (!IsControlled(gate, index))
        {
            return state[index];
        }

        ulong bit = 1UL << gate.Target;
        return (index & bit) == 0
            ? (matrix.M00 * state[index]) + (matrix.M01 * state[index | bit])
            : (matrix.M10 * state[index & ~bit]) + (matrix.M11 * state[index]);
    });

    private static Complex[] Dense(KernelGate gate, Complex[] state, Complex[] matrix) => Map(state, index =>
    {
        if (!IsControlled(gate, index))
        {
            return state[index];
        }

        int size = 1 << gate.Targets.Length;
        var sum = Complex.Zero;
        for (int column = 0; column < size; column++)
        {
            sum += matrix[(Entry(gate.Targets, index) * size) + column] * state[WithEntry(gate.Targets, index, column)];
        }

        return sum;
    });

    private static Complex[] Permutation(KernelGate gate, Complex[] state, Complex[] phases)
    {
        var result = new Complex[state.Length];
        for (ulong index = 0; index < (ulong)state.Length; index++)
        {
            if (!IsControlled(gate, index))
            {
                result[index] = state[index];
                continue;
            }

            int entry = Entry(gate.Targets, index);
            result[WithEntry(gate.Targets, index, gate.Destinations[entry])] = phases[entry] * state[index];
        }

        return result;
    }

    private static Complex PauliWord(KernelGate gate, Complex[] state, ulong index)
    {
        ulong source = index ^ gate.FlipMask;
        return Complex.Pow(Complex.ImaginaryOne, BitOperations.PopCount(gate.FlipMask & gate.SignMask)) * Sign(source, gate.SignMask) * state[source];
    }

    private static bool IsControlled(KernelGate gate, ulong index) => (index & gate.Controls) == gate.ControlValues;

    private static int Sign(ulong index, ulong mask) => (BitOperations.PopCount(index & mask) & 1) == 0 ? 1 : -1;

    private static ulong Exchange(ulong index, int first, int second)
    {
        ulong differ = (index >> first ^ index >> second) & 1;
        return index ^ (differ << first) ^ (differ << second);
    }

    private static int Entry(int[] targets, ulong index)
    {
        int entry = 0;
        for (int bit = 0; bit < targets.Length; bit++)
        {
            entry |= (int)(index >> targets[bit] & 1) << bit;
        }

        return entry;
    }

    private static ulong WithEntry(int[] targets, ulong index, int entry)
    {
        for (int bit = 0; bit < targets.Length; bit++)
        {
            index = (index & ~(1UL << targets[bit])) | ((ulong)(entry >> bit & 1) << targets[bit]);
        }

        return index;
    }

    private static Complex[] Map(Complex[] state, Func<ulong, Complex> amplitude)
    {
        var result = new Complex[state.Length];
        for (int index = 0; index < result.Length; index++)
        {
            result[index] = amplitude((ulong)index);
        }

        return result;
    }
}
