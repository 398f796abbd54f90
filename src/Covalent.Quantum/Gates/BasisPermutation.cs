using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>A reversible classical function of basis states, such as an adder or a comparator.</summary>
public sealed class BasisPermutation : PlainUnitary
{
    private readonly int[] targets;

    /// <summary>Makes the gate.</summary>
    /// <param name="name">Its name in drawings and counts.</param>
    /// <param name="targets">For every basis state (first wire most significant) the one it becomes.</param>
    /// <param name="wires">The wires.</param>
    /// <exception cref="ArgumentException">The length is not 2^wires, or a basis state is reached twice.</exception>
    public BasisPermutation(string name, IReadOnlyList<int> targets, Wires wires)
        : base(wires)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(wires);
        Name = name;
        this.targets = [.. targets];
        Arguments.RequireWires(name, wires, Arguments.WiresOfSize(name, targets.Count));
        if (!targets.Order().SequenceEqual(Enumerable.Range(0, targets.Count)))
        {
            throw new ArgumentException($"{name} on {wires} is not reversible: some basis state is reached twice or never.", nameof(targets));
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new BasisPermutation(Name, targets, Wires.Map(map));

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => GateMatrices.Classical(Wires.Count, state => targets[state]);

    private protected override bool EqualsCore(Operation other) => targets.AsSpan().SequenceEqual(((BasisPermutation)other).targets);
}
