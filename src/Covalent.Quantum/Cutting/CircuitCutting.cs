using Covalent.Quantum.Cutting;

namespace Covalent.Quantum;

/// <summary>
/// Circuit cutting: a circuit with <see cref="CircuitBuilder.WireCut"/> markers becomes smaller circuits that run on fewer wires; their results are
/// put together to the means of the whole. Every cut multiplies the work by four preparations on one side and a factor 4 in putting together.
/// </summary>
/// <example>
/// <code>
/// var cut = circuit.CutAtMarkers();
/// double[] means = cut.Run(new Device("lightning.qubit"));
/// </code>
/// </example>
public static class CircuitCutting
{
    /// <summary>Cuts a circuit at its wire-cut markers.</summary>
    /// <param name="circuit">Unitary gates, preparations and markers; measures expectation values of sums of Pauli words.</param>
    /// <exception cref="ArgumentException">There are no or more than 10 cuts, an operation is no unitary gate, or something else than a mean of Pauli words is measured.</exception>
    public static CutCircuit CutAtMarkers(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return CutCircuit.Of(circuit);
    }
}
