namespace Covalent.Core.Execution;

/// <summary>One try at one task, as the engine hands it to a driver. Compared by reference.</summary>
internal class TaskAttempt
{
    public required TaskDispatch Dispatch { get; init; }

    public required int NodeId { get; init; }

    /// <summary>From 1; grows with retries and with re-runs after a crash.</summary>
    public required int Number { get; init; }

    public TaskTemplate Template => Dispatch.Graph.TemplateOf(NodeId);

    /// <summary>Fully resolved options.</summary>
    public required ElectronOptions Options { get; init; }

    /// <summary>Handle saved by an earlier process, JSON; null when fresh.</summary>
    public string? JobHandle { get; set; }

    /// <summary>Run apart from others because earlier attempts took their process down.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>W3C trace context that the worker's span is a child of; null when nobody traces.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Deterministic name of the job: the same for every submit of this attempt.</summary>
    public string JobName => $"covalent-{Dispatch.DispatchId}-{NodeId}-{Number}";

    /// <summary>Place for the driver's own bookkeeping of this attempt.</summary>
    public object? DriverState { get; set; }
}

/// <summary>What all attempts of one dispatch share.</summary>
internal sealed record TaskDispatch
{
    public required string DispatchId { get; init; }

    public required TransportGraph Graph { get; init; }

    /// <summary>Bundle the user's code is in.</summary>
    public string? BundleId { get; init; }

    /// <summary>Outputs of finished nodes.</summary>
    public required INodeValues Values { get; init; }
}

/// <summary>Outputs of finished nodes, by node id. Thread-safe.</summary>
internal interface INodeValues
{
    /// <summary>The encoded body, as the result codec of the node's type wrote it; codec says "covalent/binary", "json", …</summary>
    EncodedValue GetEncoded(int nodeId);

    /// <summary>The value when it is at hand in this process and sharing it is safe (deeply immutable); otherwise false.</summary>
    bool TryGetShared(int nodeId, out object? value);
}

/// <summary>A value's bytes and the codec that reads them.</summary>
/// <param name="Codec">See <c>PayloadHeader.Codec</c>.</param>
/// <param name="Bytes">The body, without header.</param>
internal readonly record struct EncodedValue(string Codec, ReadOnlyMemory<byte> Bytes);
