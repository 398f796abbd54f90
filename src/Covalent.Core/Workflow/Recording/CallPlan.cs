namespace Covalent.Core.Recording;

/// <summary>What every recorded call of one shape shares; found by the call's operations and kept for the life of the process.</summary>
internal sealed class CallPlan
{
    /// <summary>The template without the options of a call or a lattice.</summary>
    public required TaskTemplate Template { get; init; }

    /// <summary>What the method's attribute says.</summary>
    public required ElectronOptions Attribute { get; init; }

    /// <summary>Codec of each slot; null where the slot takes a structure.</summary>
    public required ValueCodec?[] Codecs { get; init; }

    public bool IsSublattice => Template.Kind == NodeKind.Sublattice;

    /// <summary>Whether it only glues other nodes together, so that it runs where the lattice's own work runs.</summary>
    public required bool IsGlue { get; init; }
}
