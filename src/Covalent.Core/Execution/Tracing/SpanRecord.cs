using System.Diagnostics;

namespace Covalent.Core.Execution;

/// <summary>A finished span as it travels from a worker to whoever exports it.</summary>
internal sealed record SpanRecord
{
    /// <summary>Most spans one task may bring along; further ones are left out.</summary>
    public const int MostPerTask = 256;

    /// <summary>The activity source.</summary>
    public required string Source { get; init; }

    public required string Name { get; init; }

    public ActivityKind Kind { get; init; }

    public required ActivityTraceId TraceId { get; init; }

    public required ActivitySpanId SpanId { get; init; }

    /// <summary>Default for a root.</summary>
    public ActivitySpanId ParentSpanId { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long StartedAt { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long EndedAt { get; init; }

    public ActivityStatusCode Status { get; init; }

    public string? StatusText { get; init; }

    /// <summary>Tags, as strings, booleans, 64-bit integers or doubles.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Tags { get; init; } = [];

    public static SpanRecord Of(Activity activity) => new()
    {
        Source = activity.Source.Name,
        Name = activity.DisplayName,
        Kind = activity.Kind,
        TraceId = activity.TraceId,
        SpanId = activity.SpanId,
        ParentSpanId = activity.ParentSpanId,
        StartedAt = activity.StartTimeUtc.Ticks,
        EndedAt = (activity.StartTimeUtc + activity.Duration).Ticks,
        Status = activity.Status,
        StatusText = activity.StatusDescription,
        Tags = [.. activity.TagObjects],
    };
}
