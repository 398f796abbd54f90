using System.Numerics;
using System.Runtime.InteropServices;
using Covalent.Quantum.Simulation.Expectation;
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
    // Up to this many outcomes every chunk of the state keeps its own sums.
    private const int SharedOutcomeBits = 12;

    private readonly AmplitudeMemory _memory;
    private readonly AmplitudeReader _reader;

    /// <summary>Takes memory for a state; its content is undefined until a program or <see cref="Load"/> sets it.</summary>
    /// <exception cref="SimulatorMemoryException">The state does not fit into the memory of this machine.</exception>
    public StateVector(int qubits, KernelSet kernels)
    {
        Qubits = qubits;
        IndexBits = Math.Max(qubits, KernelProgram.MinimalIndexBits);
        Kernels = kernels;
        Layout = [.. Enumerable.Range(0, qubits)];
        _reader = AmplitudeReader.For(kernels.Precision);
        _memory = AmplitudeMemory.Rent(BytesFor(qubits, kernels.Precision));
    }

    public int Qubits { get; }

    /// <summary>Index bits, at least <see cref="Qubits"/>: small states are padded with zeros to a full register.</summary>
    public int IndexBits { get; }

    public KernelSet Kernels { get; }

    /// <summary>Index bit of every qubit.</summary>
    public int[] Layout { get; private set; }

    /// <summary>Ends whatever this state is doing; its amplitudes are then worth nothing.</summary>
    public CancellationToken CancellationToken { get; init; }

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

        ProgramRun.Start(program, Amplitudes, threads, CancellationToken);
        Layout = program.Layout;
    }

    /// <summary>Amplitude of the basis state in which qubit q has bit q of <paramref name="basisState"/>.</summary>
    public Complex this[ulong basisState] => _reader.Get(Amplitudes, (nint)Index(basisState));

    /// <summary>Sets all amplitudes, in the standard placement.</summary>
    public void Load(ReadOnlySpan<Complex> amplitudes)
    {
        if (amplitudes.Length != 1 << Qubits)
        {
            throw new ArgumentException($"{Qubits} qubits have {1L << Qubits} amplitudes, got {amplitudes.Length}.", nameof(amplitudes));
        }

        Layout = QubitPlacement.Identity(Qubits);
        NativeMemory.Clear(Amplitudes, BytesFor(Qubits, Kernels.Precision));
        for (int index = 0; index < amplitudes.Length; index++)
        {
            _reader.Set(Amplitudes, index, amplitudes[index]);
        }
    }

    /// <summary>Sets one basis state, in the standard placement.</summary>
    public void SetBasisState(ulong basisState, int threads)
    {
        Layout = QubitPlacement.Identity(Qubits);
        var chunks = new Chunks(IndexBits);
        nint bytes = Kernels.AmplitudeBytes;
        TeamLoop.Run(chunks.Count, threads, chunk =>
        {
            var (from, to) = chunks[chunk];
            NativeMemory.Clear((byte*)Amplitudes + (from * bytes), (nuint)((to - from) * bytes));
        }, CancellationToken);
        _reader.Set(Amplitudes, (nint)basisState, Complex.One);
    }

    /// <summary>Makes this state equal to another of the same size and precision.</summary>
    public void CopyFrom(StateVector other, int threads)
    {
        Layout = other.Layout;
        var chunks = new Chunks(IndexBits);
        nint bytes = Kernels.AmplitudeBytes;
        TeamLoop.Run(chunks.Count, threads, chunk =>
        {
            var (from, to) = chunks[chunk];
            NativeMemory.Copy((byte*)other.Amplitudes + (from * bytes), (byte*)Amplitudes + (from * bytes), (nuint)((to - from) * bytes));
        }, CancellationToken);
    }

    /// <summary>Copies all amplitudes, qubit q in bit q of the index.</summary>
    public Complex[] ToArray(int threads = 1)
    {
        var copy = new Complex[1L << Qubits];
        var chunks = new Chunks(Qubits);
        var map = new BitMap(Inverse(Layout));
        TeamLoop.Run(chunks.Count, threads, chunk =>
        {
            var (from, to) = chunks[chunk];
            for (nint index = from; index < to; index++)
            {
                copy[index] = _reader.Get(Amplitudes, (nint)map[(ulong)index]);
            }
        }, CancellationToken);
        return copy;
    }

    /// <summary>Probabilities of the outcomes of some index bits, the first one lowest.</summary>
    public double[] Probabilities(int[] indexBits, int threads)
    {
        var result = new double[1L << indexBits.Length];
        var map = new BitMap(indexBits);
        if (indexBits.Length > SharedOutcomeBits && indexBits.Length < IndexBits)
        {
            _reader.AddProbabilities(Amplitudes, 0, (nint)1 << IndexBits, map, result);
            return result;
        }

        var chunks = new Chunks(IndexBits);
        var parts = new double[chunks.Count][];
        TeamLoop.Run(chunks.Count, threads, chunk =>
        {
            // With all bits asked for, every amplitude has an outcome of its own.
            parts[chunk] = indexBits.Length == IndexBits ? result : new double[result.Length];
            _reader.AddProbabilities(Amplitudes, chunks[chunk].From, chunks[chunk].To, map, parts[chunk]);
        }, CancellationToken);
        for (int chunk = 0; chunk < parts.Length && parts[chunk] != result; chunk++)
        {
            for (int outcome = 0; outcome < result.Length; outcome++)
            {
                result[outcome] += parts[chunk][outcome];
            }
        }

        return result;
    }

    /// <summary>The mean of a Pauli sum that was prepared for this size and placement.</summary>
    public double Mean(PauliSum sum, int threads) => sum.Mean(Amplitudes, threads, CancellationToken);

    /// <summary>Density matrix (rows first) of some index bits, the first one lowest; the rest is traced out.</summary>
    public Complex[] ReducedDensity(ReadOnlySpan<int> indexBits)
    {
        ulong kept = 0;
        foreach (int bit in indexBits)
        {
            kept |= 1UL << bit;
        }

        int size = 1 << indexBits.Length;
        var offsets = new ulong[size];
        for (int entry = 0; entry < size; entry++)
        {
            for (int bit = 0; bit < indexBits.Length; bit++)
            {
                offsets[entry] |= (ulong)(entry >> bit & 1) << indexBits[bit];
            }
        }

        var density = new Complex[size * size];
        var column = new Complex[size];
        for (ulong rest = 0; rest < 1UL << (IndexBits - indexBits.Length); rest++)
        {
            ulong start = BitInsertion.Spread(rest, kept);
            for (int entry = 0; entry < size; entry++)
            {
                column[entry] = _reader.Get(Amplitudes, (nint)(start | offsets[entry]));
            }

            for (int entry = 0; entry < density.Length; entry++)
            {
                density[entry] += column[entry / size] * Complex.Conjugate(column[entry % size]);
            }
        }

        return density;
    }

    /// <summary>Keeps the amplitudes in which an index bit has a value, normalised; the others become zero.</summary>
    public void Collapse(int indexBit, int outcome, int threads)
    {
        ulong mask = 1UL << indexBit, value = (ulong)outcome << indexBit;
        var chunks = new Chunks(IndexBits);
        var weights = new double[chunks.Count];
        TeamLoop.Run(chunks.Count, threads, chunk => weights[chunk] = _reader.Weight(Amplitudes, chunks[chunk].From, chunks[chunk].To, mask, value), CancellationToken);
        double factor = 1 / Math.Sqrt(weights.Sum());
        TeamLoop.Run(chunks.Count, threads, chunk => _reader.Project(Amplitudes, chunks[chunk].From, chunks[chunk].To, mask, value, factor), CancellationToken);
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

    private static int[] Inverse(int[] layout)
    {
        var inverse = new int[layout.Max() + 1];
        Array.Fill(inverse, 63);
        for (int qubit = 0; qubit < layout.Length; qubit++)
        {
            inverse[layout[qubit]] = qubit;
        }

        return inverse;
    }
}
