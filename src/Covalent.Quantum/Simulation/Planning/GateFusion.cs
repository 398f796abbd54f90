using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// Turns gates into instructions. One-qubit gates wait until a two-qubit gate takes them along; runs of diagonal gates collapse
/// into one phase polynomial; what remains at the end is emitted as it is.
/// </summary>
internal sealed class GateFusion(KernelGate[] gates, int qubits)
{
    private readonly List<int>[] _chains = NewLists(qubits);
    private readonly List<int>[] _tails = NewLists(qubits);
    private List<Instruction> _output = [];
    private Instruction? _polynomial;
    private int _polynomialAt;
    private ulong _mixedSince;
    private ulong _touchedSince;

    /// <summary>Instructions of the gates of one stage. One-qubit gates may stay behind for the next stage unless it is the last.</summary>
    public List<Instruction> Fuse(ReadOnlySpan<int> order, bool last)
    {
        _output = [];
        ClosePolynomial();
        foreach (int index in order)
        {
            Add(index, gates[index]);
        }

        if (last)
        {
            Finish();
        }

        return _output;
    }

    /// <summary>Every gate its own instruction.</summary>
    public static List<Instruction> Separate(KernelGate[] gates, ReadOnlySpan<int> order)
    {
        var output = new List<Instruction>(order.Length);
        foreach (int index in order)
        {
            var gate = gates[index];
            if (gate.Kind != KernelGateKind.GlobalPhase)
            {
                output.Add(gate.IsSingle ? Single(gate.Target, [index]) : Whole(gate, index));
            }
        }

        return output;
    }

    private void Add(int index, in KernelGate gate)
    {
        if (gate.Kind == KernelGateKind.GlobalPhase)
        {
            return;
        }

        if (gate.IsSingle)
        {
            AddSingle(index, gate);
        }
        else if (gate.IsQuadraticPhase)
        {
            AddPhase(index, gate);
        }
        else if (gate.IsControlledNot)
        {
            AddControlledNot(index, gate);
        }
        else
        {
            AddWhole(index, gate);
        }
    }

    private void AddSingle(int index, in KernelGate gate)
    {
        int qubit = gate.Target;
        if (gate.DiagonalQubits == 0)
        {
            _chains[qubit].AddRange(_tails[qubit]);
            _tails[qubit].Clear();
            _chains[qubit].Add(index);
        }
        else if (_polynomial != null && _chains[qubit].Count + _tails[qubit].Count == 0
            && (_polynomial.Reading >> qubit & 1) != 0 && (_mixedSince >> qubit & 1) == 0)
        {
            _polynomial.Phases.Add(index);
        }
        else
        {
            _tails[qubit].Add(index);
        }
    }

    private void AddPhase(int index, in KernelGate gate)
    {
        ulong mask = gate.Qubits;
        if (BitOperations.PopCount(mask) == 2 && AllWaiting(mask))
        {
            // Both qubits have work to do anyway: the phase rides along.
            EmitPair(BitOperations.TrailingZeroCount(mask), BitOperations.Log2(mask), PairLink.Phase, index);
            return;
        }

        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            EmitChain(BitOperations.TrailingZeroCount(rest));
        }

        if (_polynomial == null || (_mixedSince & mask) != 0)
        {
            OpenPolynomial();
        }

        _polynomial!.Phases.Add(index);
        _polynomial.Reading |= mask;
        _touchedSince |= mask;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            var tail = _tails[BitOperations.TrailingZeroCount(rest)];
            _polynomial.Phases.AddRange(tail);
            tail.Clear();
        }
    }

    private void AddControlledNot(int index, in KernelGate gate)
    {
        int control = BitOperations.TrailingZeroCount(gate.Controls);
        int target = gate.Target;
        if (_chains[control].Count + _chains[target].Count + _tails[target].Count == 0)
        {
            Emit(Whole(gate, index));
            return;
        }

        var link = control < target ? PairLink.LowControlsHigh : PairLink.HighControlsLow;
        EmitPair(Math.Min(control, target), Math.Max(control, target), link, index);
    }

    private void AddWhole(int index, in KernelGate gate)
    {
        ulong diagonal = gate.DiagonalQubits;
        for (ulong rest = gate.Qubits; rest != 0; rest &= rest - 1)
        {
            int qubit = BitOperations.TrailingZeroCount(rest);
            if ((diagonal >> qubit & 1) == 0)
            {
                MergeTail(qubit);
            }

            EmitChain(qubit);
        }

        Emit(Whole(gate, index));
    }

    private void Finish()
    {
        ulong phaseOnly = 0;
        for (int qubit = 0; qubit < qubits; qubit++)
        {
            if (_chains[qubit].Count > 0)
            {
                MergeTail(qubit);
                EmitChain(qubit);
            }
            else if (_tails[qubit].Count > 0)
            {
                phaseOnly |= 1UL << qubit;
            }
        }

        for (ulong rest = phaseOnly; rest != 0; rest &= rest - 1)
        {
            int qubit = BitOperations.TrailingZeroCount(rest);
            if (_polynomial == null || (_mixedSince >> qubit & 1) != 0)
            {
                if (BitOperations.IsPow2(rest))
                {
                    MergeTail(qubit);
                    EmitChain(qubit);
                    continue;
                }

                OpenPolynomial();
            }

            _polynomial!.Phases.AddRange(_tails[qubit]);
            _polynomial.Reading |= 1UL << qubit;
            _touchedSince |= 1UL << qubit;
            _tails[qubit].Clear();
        }
    }

    private bool AllWaiting(ulong mask)
    {
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            if (_chains[BitOperations.TrailingZeroCount(rest)].Count == 0)
            {
                return false;
            }
        }

        return true;
    }

    private void MergeTail(int qubit)
    {
        _chains[qubit].AddRange(_tails[qubit]);
        _tails[qubit].Clear();
    }

    /// <summary>Emits a waiting chain, in front of the open polynomial where nothing forbids it, so that the polynomial can go on growing.</summary>
    private void EmitChain(int qubit)
    {
        if (_chains[qubit].Count == 0)
        {
            return;
        }

        var instruction = Single(qubit, [.. _chains[qubit]]);
        _chains[qubit].Clear();
        ulong bit = 1UL << qubit;
        if (_polynomial != null && ((_polynomial.Reading | _touchedSince) & bit) == 0)
        {
            _output.Insert(_polynomialAt++, instruction);
        }
        else
        {
            Emit(instruction);
        }
    }

    private void EmitPair(int low, int high, PairLink link, int gate)
    {
        // Phases on a control could wait, but here they cost next to nothing, and later they would make a cheap rotation a general one.
        MergeTail(low);
        MergeTail(high);
        ulong mask = (1UL << low) | (1UL << high);
        Emit(new(InstructionKind.Pair)
        {
            Low = low,
            High = high,
            LowChain = [.. _chains[low]],
            HighChain = [.. _chains[high]],
            Link = link,
            Gate = gate,
            TileMask = mask,
            Mixing = mask,
        });
        _chains[low].Clear();
        _chains[high].Clear();
    }

    private void Emit(Instruction instruction)
    {
        _output.Add(instruction);
        _mixedSince |= instruction.Mixing;
        _touchedSince |= instruction.Mixing | instruction.Reading;
    }

    private void OpenPolynomial()
    {
        _polynomial = new(InstructionKind.Polynomial);
        _polynomialAt = _output.Count;
        _output.Add(_polynomial);
        _mixedSince = 0;
        _touchedSince = 0;
    }

    private void ClosePolynomial()
    {
        _polynomial = null;
        _mixedSince = 0;
        _touchedSince = 0;
    }

    private static Instruction Single(int qubit, int[] chain) => new(InstructionKind.Single)
    {
        Low = qubit,
        LowChain = chain,
        TileMask = 1UL << qubit,
        Mixing = 1UL << qubit,
    };

    private static Instruction Whole(in KernelGate gate, int index)
    {
        ulong reading = gate.DiagonalQubits;
        ulong mixing = gate.Qubits & ~reading;
        if (gate.IsQuadraticPhase)
        {
            var polynomial = new Instruction(InstructionKind.Polynomial) { Reading = gate.Qubits };
            polynomial.Phases.Add(index);
            return polynomial;
        }

        var kind = gate.Kind switch
        {
            KernelGateKind.ParityPhase => InstructionKind.Parity,
            KernelGateKind.PauliRotation => InstructionKind.PauliRotation,
            KernelGateKind.Dense => InstructionKind.Dense,
            KernelGateKind.DiagonalTable => InstructionKind.DiagonalTable,
            KernelGateKind.Permutation => InstructionKind.Permutation,
            _ => InstructionKind.Controlled,
        };

        // Gradients need the whole of a computed diagonal inside the tile.
        ulong inside = gate.Kind is KernelGateKind.RotationZ or KernelGateKind.PhaseShift ? 1UL << gate.Target
            : gate.Kind == KernelGateKind.DiagonalTable && gate.IsComputed ? reading & ~gate.Controls
            : 0;
        return new(kind)
        {
            Low = gate.Target,
            Gate = index,
            TileMask = mixing | inside,
            Mixing = mixing,
            Reading = reading,
        };
    }

    private static List<int>[] NewLists(int count)
    {
        var lists = new List<int>[count];
        for (int index = 0; index < count; index++)
        {
            lists[index] = [];
        }

        return lists;
    }
}
