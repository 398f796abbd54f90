using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>
/// The 2^n amplitudes of n qubits. Which index bit a qubit lives in is decided by the program that made the state
/// (<see cref="Layout"/>); all readers go through it.
/// </summary>
internal sealed unsafe class StateVector : IDisposable
{
    private readonly AmplitudeMemory _memory;

    /// <summary>Takes memory for a state; its content is undefined until a program or <see cref="Load"/> sets it.</summary>
    /// <exception cref="SimulatorMemoryException">The state does not fit into the memory of this machine.</exception>
    public StateVector(int qubits, KernelSet kernels)
    {
        Qubits = qubits;
        IndexBits = Math.Max(qubits, KernelProgram.MinimalIndexBits);
        Kernels = kernels;
        Layout = [.. Enumerable.Range(0, qubits)];
        _memory = AmplitudeMemory.Rent(BytesFor(qubits, kernels.Precision));
    }

    public int Qubits { get; }

    /// <summary>Index bits, at least <see cref="Qubits"/>: small states are padded with zeros to a full register.</summary>
    public int IndexBits { get; }

    public KernelSet Kernels { get; }

    /// <summary>Index bit of every qubit.</summary>
    public int[] Layout { get; private set; }

    internal void* Amplitudes => _memory.Address;

    /// <summary>Bytes a state of this size takes.</summary>
    public static nuint BytesFor(int qubits, Precision precision)
    {
        int bits = Math.Max(qubits, KernelProgram.MinimalIndexBits);
        int log = precision == Precision.Double ? 4 : 3;
        return bits + log < 8 * sizeof(nuint) - 1 ? (nuint)1 << (bits + log) : nuint.MaxValue / 2;
    }

    /// <summary>Runs a program: from |0…0⟩ when it was planned so, otherwise on the present amplitudes.</summary>
    public void Run(KernelProgram program, int threads)
    {
        if (program.Qubits != Qubits || program.Kernels != Kernels)
        {
            throw new ArgumentException(
                $"The program is for {program.Qubits} qubits in {program.Kernels.Precision} precision, the state has {Qubits} in {Kernels.Precision}.",
                nameof(program));
        }

        if (!program.FromZero && !Layout.AsSpan().SequenceEqual(program.StartLayout))
        {
            throw new InvalidOperationException("The program was planned for another placement of qubits than this state has.");
        }

        SimulatorTeam.Run(new ProgramRun(program, Amplitudes), ProgramRun.IsWorthSharing(program) ? threads : 1);
        Layout = program.Layout;
    }

    /// <summary>Amplitude of the basis state in which qubit q has bit q of <paramref name="basisState"/>.</summary>
    public Complex this[ulong basisState]
    {
        get
        {
            nint index = (nint)Index(basisState);
            return Kernels.Precision == Precision.Double
                ? new(((double*)Amplitudes)[2 * index], ((double*)Amplitudes)[(2 * index) + 1])
                : new(((float*)Amplitudes)[2 * index], ((float*)Amplitudes)[(2 * index) + 1]);
        }
    }

    /// <summary>Sets all amplitudes, in the standard placement.</summary>
    public void Load(ReadOnlySpan<Complex> amplitudes)
    {
        if (amplitudes.Length != 1 << Qubits)
        {
            throw new ArgumentException($"{Qubits} qubits have {1L << Qubits} amplitudes, got {amplitudes.Length}.", nameof(amplitudes));
        }

        Layout = [.. Enumerable.Range(0, Qubits)];
        System.Runtime.InteropServices.NativeMemory.Clear(Amplitudes, BytesFor(Qubits, Kernels.Precision));
        for (int index = 0; index < amplitudes.Length; index++)
        {
            Set(index, amplitudes[index]);
        }
    }

    /// <summary>Copies all amplitudes, qubit q in bit q of the index.</summary>
    public Complex[] ToArray()
    {
        var copy = new Complex[1L << Qubits];
        for (long basisState = 0; basisState < copy.LongLength; basisState++)
        {
            copy[basisState] = this[(ulong)basisState];
        }

        return copy;
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>Index of a basis state under the present placement.</summary>
    internal ulong Index(ulong basisState)
    {
        ulong index = 0;
        for (int qubit = 0; qubit < Layout.Length; qubit++)
        {
            index |= (basisState >> qubit & 1) << Layout[qubit];
        }

        return index;
    }

    private void Set(long index, Complex value)
    {
        if (Kernels.Precision == Precision.Double)
        {
            OperatorCoefficients.Pair((double*)Amplitudes + (2 * index), value.Real, value.Imaginary);
        }
        else
        {
            OperatorCoefficients.Pair((float*)Amplitudes + (2 * index), value.Real, value.Imaginary);
        }
    }
}
