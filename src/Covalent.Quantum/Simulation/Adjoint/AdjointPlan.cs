using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>
/// The way back through a program: its sweeps in reverse order, every instruction undone, and the probes that read derivatives in
/// front of the undoing. Sweeps of a growing state shrink again, so early gates cost as little as on the way there.
/// </summary>
internal sealed unsafe class AdjointPlan : IDisposable
{
    private readonly NativeArena _arena = new();
    private readonly GradientProbe[][] _before;

    public AdjointPlan(KernelProgram program)
    {
        Kernels = program.Kernels;
        var inverses = new GateInverses(program.Plan.Gates, program.Angles, program.Matrices, program.Sources);
        int gates = program.Plan.Gates.Length;
        Sweeps = [.. program.Plan.Sweeps.Reverse().Select(sweep => Invert(sweep, inverses.Gates, gates))];
        var plan = new ProgramPlan(inverses.Gates, program.Layout, Sweeps);
        Calls = ProgramCalls.Allocate(plan, Kernels, _arena, program.IndexBits, out int count, out int scratch);
        var binder = new ProgramBinder(plan, inverses.Matrices, inverses.Sources, Kernels, Calls, count, inverses.Angles) { KeepsFactors = true };
        Gates = new(inverses.Gates, inverses.Angles, inverses.Sources, binder);
        Binder = binder;
        _before = new GradientProbe[count][];
        ScratchBytes = Math.Max(scratch, PlaceProbes(gates));
    }

    public KernelSet Kernels { get; }

    public Sweep[] Sweeps { get; }

    public KernelCall* Calls { get; }

    public BoundGates Gates { get; }

    public ProgramBinder Binder { get; }

    public int ScratchBytes { get; }

    /// <summary>Probes to read before a call.</summary>
    public GradientProbe[] Before(int call) => _before[call];

    /// <summary>Number of sums of all probes of a sweep.</summary>
    public int Sums(Sweep sweep)
    {
        int sums = 0;
        for (int call = sweep.FirstCall; call < sweep.FirstCall + sweep.Instructions.Length; call++)
        {
            sums += _before[call].Sum(probe => probe.Sums);
        }

        return sums;
    }

    public void Dispose() => _arena.Dispose();

    private static Sweep Invert(Sweep sweep, KernelGate[] gates, int shift) => new()
    {
        ActiveQubits = sweep.ActiveQubits,
        PreviousQubits = sweep.ActiveQubits,
        Tile = sweep.Tile,
        TileMask = sweep.TileMask,
        OuterMask = sweep.OuterMask,
        Contiguous = sweep.Contiguous,
        Instructions = [.. sweep.Instructions.Reverse().SelectMany(instruction => Invert(instruction, gates, shift))],
    };

    private static IEnumerable<Instruction> Invert(Instruction instruction, KernelGate[] gates, int shift)
    {
        switch (instruction.Kind)
        {
            case InstructionKind.Single:
                yield return Single(instruction.Low, instruction.LowChain, shift);
                break;
            case InstructionKind.Pair:
                foreach (var part in InvertPair(instruction, shift))
                {
                    yield return part;
                }

                break;
            case InstructionKind.Polynomial:
                var inverse = new Instruction(InstructionKind.Polynomial) { Reading = instruction.Reading };
                inverse.Phases.AddRange(instruction.Phases.Select(gate => gate + shift));
                yield return inverse;
                break;
            default:
                yield return new(instruction.Kind)
                {
                    Low = instruction.Low,
                    Gate = instruction.Gate + shift,
                    TileMask = instruction.TileMask,
                    Mixing = instruction.Mixing,
                    Reading = instruction.Reading,
                };
                break;
        }
    }

    private static IEnumerable<Instruction> InvertPair(Instruction pair, int shift)
    {
        if (pair.Link != PairLink.None)
        {
            yield return new(InstructionKind.Pair) { Low = pair.Low, High = pair.High, Link = pair.Link, Gate = pair.Gate + shift, TileMask = pair.TileMask };
        }

        // One by one, so that every chain's derivatives are read in the pass that undoes it.
        if (pair.LowChain.Length > 0)
        {
            yield return Single(pair.Low, pair.LowChain, shift);
        }

        if (pair.HighChain.Length > 0)
        {
            yield return Single(pair.High, pair.HighChain, shift);
        }
    }

    private static Instruction Single(int qubit, int[] chain, int shift) => new(InstructionKind.Single)
    {
        Low = qubit,
        LowChain = Reverse(chain, shift),
        TileMask = 1UL << qubit,
    };

    private static int[] Reverse(int[] chain, int shift) => [.. chain.Reverse().Select(gate => gate + shift)];

    /// <summary>Puts probes in front of the calls; returns the most scratch memory any of them needs.</summary>
    private int PlaceProbes(int shift)
    {
        int scratch = 0;
        foreach (var sweep in Sweeps)
        {
            var positions = ProgramCalls.Positions(sweep, 64);
            int offset = 0;
            for (int index = 0; index < sweep.Instructions.Length; index++)
            {
                int call = sweep.FirstCall + index;
                _before[call] = [.. Probes(sweep.Instructions[index], sweep, positions, Calls + call, shift)];
                foreach (var probe in _before[call])
                {
                    probe.Offset = offset;
                    offset += probe.Sums;
                    scratch = Math.Max(scratch, probe.ScratchBytes);
                }
            }
        }

        return scratch;
    }

    private List<GradientProbe> Probes(Instruction undo, Sweep sweep, int[] positions, KernelCall* call, int shift)
    {
        var probes = new List<GradientProbe>();
        int gate = undo.Gate - shift;
        switch (undo.Kind)
        {
            case InstructionKind.Single or InstructionKind.Pair:
                AddChain(undo.LowChain, undo.Low, positions, shift, probes);
                AddChain(undo.HighChain, undo.High, positions, shift, probes);
                if (undo.Link == PairLink.Phase && Gates.IsTrainable(gate))
                {
                    probes.Add(PhaseProbe.Create([gate], Gates, sweep, Kernels, _arena));
                }

                break;
            case InstructionKind.Polynomial when undo.Phases.Exists(index => Gates.IsTrainable(index - shift)):
                probes.Add(PhaseProbe.Create(undo.Phases.Select(index => index - shift), Gates, sweep, Kernels, _arena));
                break;
            case InstructionKind.Polynomial:
                break;
            case var _ when Gates[gate].IsComputed:
                int[] targets = Gates[gate].Targets.Length == 0 ? [undo.Low] : Gates[gate].Targets;
                probes.Add(new MatrixProbe(gate, Gates, Array.ConvertAll(targets, qubit => positions[qubit]), call));
                break;
            case var _ when Gates.IsTrainable(gate):
                probes.Add(WordProbe.Create(gate, Gates, undo.Low < 0 ? -1 : positions[undo.Low], call, _arena));
                break;
        }

        return probes;
    }

    private void AddChain(int[] undone, int qubit, int[] positions, int shift, List<GradientProbe> probes)
    {
        int[] chain = [.. undone.Reverse().Select(gate => gate - shift)];
        if (Array.Exists(chain, Gates.IsTrainable))
        {
            probes.Add(new ChainProbe(chain, positions[qubit]));
        }
    }
}
