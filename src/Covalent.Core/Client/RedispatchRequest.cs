namespace Covalent;

/// <summary>How a new dispatch differs from an earlier one.</summary>
public sealed record RedispatchRequest
{
    /// <summary>Id of the new dispatch, made by the client.</summary>
    public required string NewDispatchId { get; init; }

    /// <summary>The dispatch to derive from; it need not be terminal.</summary>
    public required string DispatchId { get; init; }

    /// <summary>The new graph, when the caller rebuilt or changed it; null to take the old one as it is.</summary>
    public TransportGraph? Graph { get; init; }

    /// <summary>New inputs by parameter name, as JSON, for callers without the workflow's code; null or empty to keep the old. They change
    /// <see cref="Graph"/> where that is given, else the old graph. A new value for a plain parameter runs the lattice function again, in a worker.</summary>
    public IReadOnlyDictionary<string, string>? Inputs { get; init; }

    /// <summary>Lattice information belonging to <see cref="Graph"/>; null keeps the old.</summary>
    public LatticeInfo? Lattice { get; init; }

    /// <summary>Bundle of the new code; null keeps the old.</summary>
    public string? BundleId { get; init; }

    /// <summary>Take results of completed nodes whose function, inputs and ancestors are unchanged. Default: false.</summary>
    public bool ReusePreviousResults { get; init; }
}
