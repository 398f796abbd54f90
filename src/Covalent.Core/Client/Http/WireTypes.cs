using System.Text.Json;

namespace Covalent.Core.Client.Http;

/// <summary>Nodes of one dispatch.</summary>
/// <param name="Nodes">The page.</param>
/// <param name="Total">All that match.</param>
/// <param name="Next">Path and parameters of the next page; null on the last one.</param>
internal sealed record NodePage(IReadOnlyList<NodeSnapshot> Nodes, int Total, string? Next = null)
{
    /// <summary>Most nodes of one page.</summary>
    public const int Largest = 10_000;

    /// <summary>Nodes of a page whose size was not asked for.</summary>
    public const int Usual = 1000;
}

/// <summary>Where a dispatch stands.</summary>
internal sealed record StatusReply(string DispatchId, Status Status);

/// <summary>One dispatch.</summary>
internal sealed record IdReply(string DispatchId);

/// <summary>Several dispatches.</summary>
internal sealed record IdsReply(IReadOnlyList<string> DispatchIds);

/// <summary>What to cancel; null nodes mean all.</summary>
internal sealed record CancelCall(IReadOnlyList<int>? Nodes);

/// <summary>Dispatches that something is done to.</summary>
internal sealed record IdsCall(IReadOnlyList<string> DispatchIds);

/// <summary>Which nodes to tell about, at most a page.</summary>
internal sealed record NodesCall(IReadOnlyList<int>? Nodes);

/// <summary>The small part of a submission; see <see cref="DispatchDocument"/>.</summary>
internal sealed record SubmitHead
{
    public string? DispatchId { get; init; }

    public string? BundleId { get; init; }

    public bool FailFast { get; init; }

    public int Priority { get; init; }

    public string? RedispatchOf { get; init; }
}

/// <summary>The small part of a redispatch; see <see cref="DispatchDocument"/>.</summary>
internal sealed record RedispatchHead
{
    public string? NewDispatchId { get; init; }

    public string? BundleId { get; init; }

    public bool ReusePreviousResults { get; init; }

    /// <summary>New inputs by parameter name.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }
}

/// <summary>Files of a bundle the server does not have yet, by their SHA-256.</summary>
internal sealed record MissingReply(string BundleId, bool IsComplete, IReadOnlyList<string> Missing);

/// <summary>Triggers, in the order they were added.</summary>
internal sealed record TriggerPage(IReadOnlyList<TriggerSnapshot> Triggers);

/// <summary>A piece of live output.</summary>
internal sealed record WroteEvent(string DispatchId, int NodeId, string Stream, string Text);

/// <summary>An error as RFC 9457 describes it.</summary>
internal sealed record Problem
{
    public string Type { get; init; } = "about:blank";

    public string Title { get; init; } = "";

    public int Status { get; init; }

    public string Detail { get; init; } = "";

    public string? Instance { get; init; }

    /// <summary>Which of our errors it is; see <see cref="ProblemCodes"/>.</summary>
    public string Code { get; init; } = "";

    /// <summary>The dispatch it is about.</summary>
    public string? DispatchId { get; init; }

    /// <summary>The trigger it is about.</summary>
    public string? TriggerId { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Bundle files that must be sent first.</summary>
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>What went wrong, in words that programs compare.</summary>
internal static class ProblemCodes
{
    public const string DispatchNotFound = "dispatch_not_found";
    public const string TriggerNotFound = "trigger_not_found";
    public const string Standby = "standby";
    public const string NotFound = "not_found";
    public const string InvalidRequest = "invalid_request";
    public const string OutOfRange = "out_of_range";
    public const string InvalidState = "invalid_state";
    public const string UnknownExecutor = "unknown_executor";
    public const string NoBundle = "no_bundle";
    public const string BundleMissing = "bundle_missing";
    public const string DocumentMissing = "document_missing";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string TooLarge = "too_large";
    public const string Busy = "busy";
    public const string NoRoom = "no_room";
    public const string Stopping = "stopping";
    public const string Storage = "storage";
    public const string Refused = "refused";
    public const string Internal = "internal";
}
