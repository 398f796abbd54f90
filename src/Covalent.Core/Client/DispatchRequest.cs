namespace Covalent;

/// <summary>A dispatch as it is registered.</summary>
public sealed record DispatchRequest
{
    /// <summary>UUIDv7 text made by the client, so that a repeated call is recognised.</summary>
    public required string DispatchId { get; init; }

    /// <summary>Nodes and edges; parameters are in it as values.</summary>
    public required TransportGraph Graph { get; init; }

    /// <summary>What people see of the lattice.</summary>
    public required LatticeInfo Lattice { get; init; }

    /// <summary>Bundle the user's code is in; null when the application cannot be bundled (then only in-process execution works).</summary>
    public string? BundleId { get; init; }

    /// <summary>Stop starting tasks after the first failure and cancel what runs. Default: false, unrelated branches go on.</summary>
    public bool FailFast { get; init; }

    /// <summary>Among dispatches competing for an executor, higher goes first; equal ones share fairly. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>The dispatch and node this one is a sublattice of; null for roots.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>The dispatch this one was derived from by redispatch; null otherwise.</summary>
    public string? RedispatchOf { get; init; }
}

/// <summary>What is known of a lattice beside its graph.</summary>
/// <param name="Name">Name of the lattice function.</param>
public sealed record LatticeInfo(string Name)
{
    /// <summary>The lattice function, when it can be run again in another process; needed to redispatch with changed structural parameters.</summary>
    public FunctionReference? Function { get; init; }

    /// <summary>Documentation or source shown to people.</summary>
    public string? Description { get; init; }

    /// <summary>Inputs in order: the parameter node, or the encoded structural value.</summary>
    public IReadOnlyList<LatticeInput> Inputs { get; init; } = [];

    /// <summary>What the lattice gives to electrons that say nothing themselves, as JSON; needed when its function runs again. Null: nothing.</summary>
    public string? Defaults { get; init; }
}

/// <summary>One input of a lattice.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Type">Type reference text.</param>
/// <param name="Node">The parameter node that holds it; null for a structural (plain) parameter.</param>
/// <param name="Value">Encoded value of a structural parameter; null for nodes and for values that cannot travel.</param>
public sealed record LatticeInput(string Name, string Type, int? Node, Payload? Value);

/// <summary>The sublattice node a child dispatch belongs to.</summary>
/// <param name="DispatchId">Parent dispatch.</param>
/// <param name="NodeId">Node in it.</param>
/// <param name="RootDispatchId">The outermost dispatch.</param>
public sealed record ParentLink(string DispatchId, int NodeId, string RootDispatchId);
