using Covalent.Quantum.Devices;

namespace Covalent.Quantum.Measurements;

/// <summary>A choice of measuring basis per wire; factors that agree with it can be read from the same samples.</summary>
internal sealed class MeasuringBasis(CommutingGroups grouping = CommutingGroups.QubitWise)
{
    private readonly Dictionary<Wire, LoweredFactor> choices = [];

    /// <summary>Adopts the factors if none contradicts the basis chosen so far.</summary>
    public bool TryAdd(IReadOnlyList<LoweredFactor> factors)
    {
        if (factors.Any(Contradicts))
        {
            return false;
        }

        foreach (var factor in factors)
        {
            foreach (var wire in factor.Wires)
            {
                choices[wire] = factor;
            }
        }

        return true;
    }

    /// <summary>The program that rotates the basis into basis states; null when nothing has to be rotated.</summary>
    public QubitProgram? Rotation(RegisterMap register)
    {
        QubitStep[] steps =
        [
            .. choices.Values.Distinct(ReferenceEqualityComparer.Instance).Cast<LoweredFactor>()
                .Where(factor => register.PositionOf(factor.Wires[0]) >= 0)
                .SelectMany(static factor => factor.Rotation())
                .Select(operation => new QubitStep(operation, register.PositionsOf(operation.Wires), 0)),
        ];
        return steps.Length == 0 ? null : new(register.ActiveCount, steps);
    }

    private bool Contradicts(LoweredFactor factor) => grouping switch
    {
        CommutingGroups.None => choices.Count > 0,
        CommutingGroups.DisjointWires => factor.Wires.Any(choices.ContainsKey),
        _ => factor.Wires.Any(wire => choices.TryGetValue(wire, out var chosen) && !Same(chosen, factor)),
    };

    private static bool Same(LoweredFactor chosen, LoweredFactor factor) => chosen.Letter == factor.Letter && chosen.Wires.Equals(factor.Wires)
        && (chosen.Matrix is null ? factor.Matrix is null : chosen.Matrix.Equals(factor.Matrix));
}
