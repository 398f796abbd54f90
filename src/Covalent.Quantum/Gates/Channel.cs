using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>Noise: a map ρ → Σ K ρ K† given by its Kraus matrices. Needs a density-matrix device.</summary>
public sealed class Channel : Operation
{
    private const double Tolerance = 1e-8;

    private readonly Parameter[] parameters;

    private readonly KrausFactory kraus;

    internal Channel(string name, Wires wires, KrausFactory kraus, params ReadOnlySpan<Parameter> parameters)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        Name = name;
        this.kraus = kraus;
        this.parameters = parameters.ToArray();
        foreach (var parameter in parameters)
        {
            Arguments.RequireFinite(name, parameter);
        }

        RequireTracePreserving();
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>The Kraus matrices.</summary>
    public IReadOnlyList<Complex[,]> KrausMatrices() => [.. Kraus([.. parameters.Select(static p => p.Value)]).Select(static matrix => matrix.ToArray())];

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new Channel(Name, Wires.Map(map), kraus, parameters);

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) => new Channel(Name, Wires, kraus, [.. parameters]);

    internal SquareMatrix[] Kraus(ReadOnlySpan<double> values) => kraus(values);

    private protected override bool EqualsCore(Operation other) =>
        Kraus([.. parameters.Select(static p => p.Value)]).Zip(((Channel)other).Kraus([.. parameters.Select(static p => p.Value)]))
            .All(static pair => pair.First.Entries.AsSpan().SequenceEqual(pair.Second.Entries));

    private void RequireTracePreserving()
    {
        var matrices = Kraus([.. parameters.Select(static p => p.Value)]);
        foreach (var matrix in matrices)
        {
            Arguments.RequireWires(Name, Wires, Arguments.WiresOfSize(Name, matrix.Size));
        }

        var error = matrices.Select(static matrix => matrix.Adjoint().Multiply(matrix)).Aggregate(static (a, b) => a.Add(b)).DistanceTo(SquareMatrix.Identity(matrices[0].Size));
        if (!(error <= Tolerance))
        {
            throw new ArgumentException($"The Kraus matrices of {Name} on {Wires} do not preserve the trace (ΣK†K differs from 1 by {error:G3}).");
        }
    }
}

/// <summary>Builds the Kraus matrices for given parameters.</summary>
internal delegate SquareMatrix[] KrausFactory(ReadOnlySpan<double> parameters);
