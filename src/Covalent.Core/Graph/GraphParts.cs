namespace Covalent.Core.Graph;

/// <summary>The arrays a <see cref="TransportGraph"/> is made of, for building, storing and copying with changes.</summary>
internal sealed record GraphParts
{
    public required int[] TemplateOf { get; init; }

    /// <summary>NodeCount + 1 offsets into <see cref="Slots"/>.</summary>
    public required int[] SlotStart { get; init; }

    public required byte[] Slots { get; init; }

    /// <summary>NodeCount + 1 offsets into <see cref="Parents"/>.</summary>
    public required int[] ParentStart { get; init; }

    public required int[] Parents { get; init; }

    public required IReadOnlyList<TaskTemplate> Templates { get; init; }

    public required IReadOnlyList<ReadOnlyMemory<byte>> SharedConstants { get; init; }

    public required GraphOutput Output { get; init; }
}
