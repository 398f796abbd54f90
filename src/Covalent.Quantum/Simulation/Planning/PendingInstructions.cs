using System.Numerics;

namespace Covalent.Quantum.Simulation.Planning;

/// <summary>
/// What a stage has still to do: instructions that were passed over, then a tail nobody has looked at. Looking stops where every qubit
/// is blocked, so the work of planning grows with the program, not with its square. Immutable.
/// </summary>
internal sealed class PendingInstructions
{
    // With a qubit that is hardly used, nothing would stop the look ahead before the end of the program.
    private const int Horizon = 4096;

    private readonly Instruction[] _all;
    private readonly Instruction[] _passed;
    private readonly int _tail;
    private readonly ulong _qubits;

    public PendingInstructions(Instruction[] all)
        : this(all, [], 0, Union(all), all.Sum(Weight))
    {
    }

    private PendingInstructions(Instruction[] all, Instruction[] passed, int tail, ulong qubits, int remaining)
    {
        _all = all;
        _passed = passed;
        _tail = tail;
        _qubits = qubits;
        Remaining = remaining;
    }

    /// <summary>How much there is to do; instructions on two and more qubits count twice.</summary>
    public int Remaining { get; }

    public bool IsEmpty => _passed.Length == 0 && _tail == _all.Length;

    /// <summary>The next instruction in order.</summary>
    public Instruction First => _passed.Length > 0 ? _passed[0] : _all[_tail];

    /// <summary>Splits off the instructions that can run inside a tile, in order; returns the rest.</summary>
    public PendingInstructions Take(ulong tile, List<Instruction> taken)
    {
        var blocked = default(BlockedQubits);
        var passed = new List<Instruction>(_passed.Length);
        int weight = 0;
        foreach (var instruction in _passed)
        {
            Sort(instruction);
        }

        int next = _tail;
        for (; next < _all.Length && passed.Count < Horizon && !blocked.Covers(_qubits); next++)
        {
            Sort(_all[next]);
        }

        return new(_all, [.. passed], next, _qubits, Remaining - weight);

        void Sort(Instruction instruction)
        {
            if ((instruction.TileMask & ~tile) != 0 || blocked.Stops(instruction))
            {
                blocked.Add(instruction);
                passed.Add(instruction);
            }
            else
            {
                taken.Add(instruction);
                weight += Weight(instruction);
            }
        }
    }

    /// <summary>A tile for as many of the next instructions as fit, leaving out the first <paramref name="skipped"/> that could run.</summary>
    public ulong Grow(ulong tile, int tileQubits, int skipped)
    {
        var blocked = default(BlockedQubits);
        foreach (var instruction in _passed)
        {
            Visit(instruction);
        }

        for (int next = _tail; next < _all.Length && next - _tail < Horizon && !blocked.Covers(_qubits); next++)
        {
            Visit(_all[next]);
        }

        return tile;

        void Visit(Instruction instruction)
        {
            bool runnable = !blocked.Stops(instruction);
            if (runnable && skipped > 0)
            {
                skipped--;
                blocked.Add(instruction);
            }
            else if (runnable && BitOperations.PopCount(tile | instruction.TileMask) <= tileQubits)
            {
                tile |= instruction.TileMask;
            }
            else
            {
                blocked.Add(instruction);
            }
        }
    }

    private static int Weight(Instruction instruction) => instruction.Kind == InstructionKind.Single ? 1 : 2;

    private static ulong Union(Instruction[] all)
    {
        ulong qubits = 0;
        foreach (var instruction in all)
        {
            qubits |= instruction.Mixing | instruction.Reading;
        }

        return qubits;
    }
}

/// <summary>Qubits of instructions that were passed over: what comes later and shares them has to wait.</summary>
internal struct BlockedQubits
{
    private ulong _mixing;
    private ulong _reading;

    public readonly bool Stops(Instruction instruction) =>
        (instruction.Mixing & (_mixing | _reading)) != 0 || (instruction.Reading & _mixing) != 0;

    /// <summary>Whether nothing on these qubits can run any more.</summary>
    public readonly bool Covers(ulong qubits) => (qubits & ~_mixing) == 0;

    public void Add(Instruction instruction)
    {
        _mixing |= instruction.Mixing;
        _reading |= instruction.Reading;
    }
}
