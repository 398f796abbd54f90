using System.Numerics;
using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>Reads the value of a product of factors from a basis state of the rotated register.</summary>
internal sealed class TermReader
{
    private readonly double coefficient;

    private readonly ulong parityMask;

    private readonly (BitLayout Layout, double[] Values)[] tables;

    public TermReader(LoweredTerm term, RegisterMap register)
    {
        coefficient = term.Coefficient;
        var matrices = new List<(BitLayout, double[])>();
        foreach (var factor in term.Factors)
        {
            if (factor.Matrix is not null)
            {
                matrices.Add((new(register.ActiveCount, register.PositionsOf(factor.Wires), []), factor.Eigenvalues()));
            }
            else if (register.PositionOf(factor.Wires[0]) is var position and >= 0)
            {
                parityMask |= 1UL << (register.ActiveCount - 1 - position);
            }
        }

        tables = [.. matrices];
    }

    public double Read(ulong outcome)
    {
        var value = (BitOperations.PopCount(outcome & parityMask) & 1) == 0 ? coefficient : -coefficient;
        foreach (var (layout, values) in tables)
        {
            value *= values[layout.Gather((long)outcome)];
        }

        return value;
    }
}

/// <summary>Reads the bits of a list of wires from a basis state; idle wires read 0.</summary>
internal sealed class WireReader(Wires wires, RegisterMap register)
{
    private readonly int[] shifts = [.. register.PositionsOf(wires).Select(position => position < 0 ? -1 : register.ActiveCount - 1 - position)];

    public int Count => shifts.Length;

    public int Bit(ulong outcome, int wire) => shifts[wire] < 0 ? 0 : (int)((outcome >> shifts[wire]) & 1);

    /// <summary>The bits as one number, first wire most significant; at most 31 wires.</summary>
    public int Index(ulong outcome)
    {
        var index = 0;
        for (var wire = 0; wire < shifts.Length; wire++)
        {
            index = (index << 1) | Bit(outcome, wire);
        }

        return index;
    }

    public string Text(ulong outcome) => string.Create(shifts.Length, (outcome, reader: this), static (text, state) =>
    {
        for (var wire = 0; wire < text.Length; wire++)
        {
            text[wire] = (char)('0' + state.reader.Bit(state.outcome, wire));
        }
    });
}
