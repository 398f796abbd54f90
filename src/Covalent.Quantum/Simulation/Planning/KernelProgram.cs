using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// A planned circuit: built once, bound to new angles cheaply, run on any state of its size. Binding and running allocate nothing.
/// Not thread-safe while being bound; running only reads.
/// </summary>
internal sealed unsafe class KernelProgram : IDisposable
{
    private readonly NativeArena _arena = new();
    private readonly ProgramBinder _binder;

    internal KernelProgram(KernelProgramBuilder builder, KernelProgramOptions options, ReadOnlySpan<double> parameters)
    {
        Kernels = KernelTable.Get(options.InstructionSet, options.Precision);
        FromZero = options.FromZero;
        StartLayout = options.StartLayout ?? QubitPlacement.Identity(builder.Qubits);
        Qubits = builder.Qubits;

        // A register must be full; the bits beyond the program's qubits stay 0 and cost nothing worth counting.
        IndexBits = Math.Max(builder.Qubits, MinimalIndexBits);
        Plan = ProgramPlan.Create(builder.Gates, IndexBits, Kernels, options);
        Angles = [.. builder.Angles];
        Matrices = [.. builder.Matrices];
        Sources = [.. builder.Sources];
        Layout = Plan.Layout[..Qubits];
        Calls = ProgramCalls.Allocate(Plan, Kernels, _arena, IndexBits, out int count, out int scratch);
        ScratchBytes = scratch;
        _binder = new(Plan, [.. Matrices], Sources, Kernels, Calls, count, Angles);
        _binder.Bind(parameters);
    }

    /// <summary>Smallest state in index bits: one register of the widest kind.</summary>
    public const int MinimalIndexBits = 4;

    /// <summary>Number of qubits.</summary>
    public int Qubits { get; }

    /// <summary>Number of index bits of the state, at least <see cref="Qubits"/>.</summary>
    public int IndexBits { get; }

    /// <summary>Index bit of every qubit in the final state.</summary>
    public int[] Layout { get; }

    /// <summary>Whether a run starts by setting |0…0⟩.</summary>
    public bool FromZero { get; }

    /// <summary>Index bit of every qubit in the start state, for programs that start from a given state.</summary>
    public int[] StartLayout { get; }

    public KernelSet Kernels { get; }

    /// <summary>Number of bound operations.</summary>
    public int Operations => _binder.Count;

    /// <summary>Working memory one thread needs besides its tile.</summary>
    public int ScratchBytes { get; }

    internal ProgramPlan Plan { get; }

    internal KernelAngle[] Angles { get; }

    internal Complex[][] Matrices { get; }

    internal MatrixSource[] Sources { get; }

    internal Sweep[] Sweeps => Plan.Sweeps;

    internal KernelCall* Calls { get; }

    /// <summary>Sets the circuit's parameters.</summary>
    public void Bind(ReadOnlySpan<double> parameters) => _binder.Bind(parameters);

    public void Dispose() => _arena.Dispose();
}
