namespace Covalent;

/// <summary>A trigger at one moment.</summary>
public sealed record TriggerSnapshot
{
    /// <summary>Its id, a UUID.</summary>
    public required string TriggerId { get; init; }

    /// <summary>The dispatch it starts and redispatches.</summary>
    public required string DispatchId { get; init; }

    /// <summary>What was declared, but for <see cref="IsEnabled"/>.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Whether it watches now.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a time trigger fires next, UTC; null for others, and when it is over.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Occasions that fired.</summary>
    public long Fired { get; init; }

    /// <summary>Occasions that did not fire because too many dispatches were unfinished, or that passed while no server ran.</summary>
    public long Skipped { get; init; }

    /// <summary>When it last fired, UTC; null before.</summary>
    public DateTimeOffset? LastFiredAt { get; init; }

    /// <summary>The dispatch of the last firing; null before.</summary>
    public string? LastDispatchId { get; init; }

    /// <summary>Why it could not watch or fire the last time; null when it could.</summary>
    public string? LastError { get; init; }
}
