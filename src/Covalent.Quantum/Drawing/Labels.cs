using System.Globalization;

namespace Covalent.Quantum.Drawing;

/// <summary>Short names of operations and measurements in drawings.</summary>
internal sealed class Labels(int? decimals)
{
    private readonly List<QubitUnitary> matrices = [];

    /// <summary>The matrices met so far, in order of their numbers.</summary>
    public IReadOnlyList<QubitUnitary> Matrices => matrices;

    /// <summary>The label of what an operation does to its targets.</summary>
    public string Of(Operation operation) => operation switch
    {
        Gate gate => gate.Description.Symbol + Values(gate.Parameters),
        AdjointOperation adjoint => Name(adjoint.Inner) + "†" + Values(adjoint.Parameters),
        PowerOperation power => $"{Name(power.Inner)}^{power.Exponent.ToString("0.##", CultureInfo.InvariantCulture)}{Values(power.Parameters)}",
        ControlledOperation controlled => Of(controlled.Inner),
        ConditionalOperation conditional => Of(conditional.Inner),
        PauliRotation rotation => $"R{rotation.Word}{Values(rotation.Parameters)}",
        QubitUnitary unitary => $"{Name(unitary)}(M{Number(unitary)})",
        HamiltonianEvolution evolution => $"Exp{Values(evolution.Parameters)}",
        ProjectorPhase phase => $"∏ϕ{Values(phase.Parameters)}",
        ResetOperation => "|0⟩",
        BasisState basis => $"|{string.Concat(basis.Bits)}⟩",
        StateVectorPreparation => "|Ψ⟩",
        DensityMatrixPreparation => "ρ",
        Marker { Kind: MarkerKind.WireCut } => "//",
        Marker { Kind: MarkerKind.Snapshot } marker => $"|{marker.Tag ?? "Snap"}|",
        Marker => "||",
        _ => Name(operation) + Values(operation.Parameters),
    };

    public static string Of(Measurement measurement)
    {
        var subject = measurement switch
        {
            { Observable: SumObservable } => "𝓗",
            { Observable: { } observable } => string.Join("@", observable.Factors.Select(Factor)),
            { ClassicalValues: [_, ..] values } => string.Join(", ", values),
            _ => "",
        };
        return measurement.Kind switch
        {
            MeasurementKind.Expval => $"<{subject}>",
            _ when subject.Length > 0 => $"{measurement.Kind}[{subject}]",
            MeasurementKind.VnEntropy => "VnEntropy",
            _ => measurement.Kind.ToString(),
        };
    }

    private static string Factor(Observable factor) => factor switch
    {
        PauliWord word => string.Join("@", (IEnumerable<char>)word.Letters),
        HadamardObservable => "H",
        ProjectorObservable => "|P|",
        SparseHamiltonian => "𝓗",
        _ => "𝓜",
    };

    private static string Name(Operation operation) => operation switch
    {
        Gate gate => gate.Description.Symbol,
        QubitUnitary { Name: "QubitUnitary" } => "U",
        DiagonalUnitary => "U(D)",
        ControlledOperation controlled => Name(controlled.Inner),
        _ => operation.Name,
    };

    private string Values(IReadOnlyList<Parameter> parameters) => parameters.Count == 0 || decimals is null
        ? ""
        : $"({string.Join(",", parameters.Take(4).Select(Value))}{(parameters.Count > 4 ? ",…" : "")})";

    private string Value(Parameter parameter) => parameter.BatchSize is null
        ? parameter.Value.ToString($"F{decimals}", CultureInfo.InvariantCulture)
        : $"{parameter.Value.ToString($"F{decimals}", CultureInfo.InvariantCulture)}…";

    private int Number(QubitUnitary unitary)
    {
        var known = matrices.FindIndex(other => other.Equals(unitary) || other.Matrix().Cast<object>().SequenceEqual(unitary.Matrix().Cast<object>()));
        if (known >= 0)
        {
            return known;
        }

        matrices.Add(unitary);
        return matrices.Count - 1;
    }
}
