namespace Covalent.Engine.Storage;

/// <summary>What the store knows of a node that left its initial state.</summary>
internal sealed record NodeRecord
{
    public required int Node { get; init; }

    public required Status Status { get; init; }

    public int Attempt { get; init; }

    /// <summary>UTC ticks; 0 when never started.</summary>
    public long StartedAt { get; init; }

    /// <summary>UTC ticks; 0 when not ended.</summary>
    public long EndedAt { get; init; }

    /// <summary>The result, inline or not; default when there is none.</summary>
    public StoredValue Value { get; init; }

    public NodeDetail Detail { get; init; } = NodeDetail.None;
}

/// <summary>A result where it lies.</summary>
/// <param name="Codec">Codec that reads the bytes; null when there is no result.</param>
/// <param name="Inline">The bytes, when they lie in the record.</param>
/// <param name="Asset">The file, when they do not.</param>
/// <param name="Head">Header and preview of the result as a payload; empty for types that a header names by one byte.</param>
internal readonly record struct StoredValue(string? Codec, ReadOnlyMemory<byte> Inline, AssetId? Asset, ReadOnlyMemory<byte> Head = default);

/// <summary>What few nodes have: failures, output, measurements.</summary>
internal sealed record NodeDetail
{
    public static NodeDetail None { get; } = new();

    public FailureInfo? Failure { get; init; }

    /// <summary>Whether the node, a sublattice, has a child dispatch.</summary>
    public bool HasChild { get; init; }

    public bool StopConfirmed { get; init; } = true;

    public string Host { get; init; } = "";

    public long PeakMemory { get; init; }

    public StoredStream Stdout { get; init; }

    public StoredStream Stderr { get; init; }

    public IReadOnlyDictionary<string, string>? Attachments { get; init; }
}

/// <summary>A captured stream where it lies; both members empty when nothing was written.</summary>
internal readonly record struct StoredStream(ReadOnlyMemory<byte> Inline, AssetId? Asset)
{
    public bool IsEmpty => Inline.IsEmpty && Asset is null;
}
