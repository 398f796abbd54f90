namespace Covalent;

/// <summary>Everything that nodes made by the same line of a workflow share: the function, the shape of its arguments and the options.
/// A node is a template and the contents of its slots, so a million equal calls cost one template.</summary>
public sealed record TaskTemplate
{
    /// <summary>Name shown to people; the method's name unless the options give another.</summary>
    public required string Name { get; init; }

    /// <summary>What nodes of this template are.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The function called; null for <see cref="NodeKind.Parameter"/>.</summary>
    public FunctionReference? Function { get; init; }

    /// <summary>The call's target and arguments as travelling expressions over the slots (format owned by the recorder and the invoker,
    /// versioned by its first byte); empty for parameters.</summary>
    public ReadOnlyMemory<byte> Expression { get; init; }

    /// <summary>The holes, in the order in which slot blocks fill them.</summary>
    public IReadOnlyList<SlotShape> Slots { get; init; } = [];

    /// <summary>Type reference text of the value produced; of the child's value for sublattices; empty when nothing is produced.</summary>
    public string ResultType { get; init; } = "";

    /// <summary>Options after resolution: call, then attribute, then lattice; what is still unset is filled from the configuration
    /// by the dispatcher.</summary>
    public ElectronOptions Options { get; init; } = ElectronOptions.None;

    /// <summary>Source text or location shown to people, if known.</summary>
    public string? Source { get; init; }
}
