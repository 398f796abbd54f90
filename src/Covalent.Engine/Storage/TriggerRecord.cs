namespace Covalent.Engine.Storage;

/// <summary>A trigger as it is stored.</summary>
internal sealed record TriggerRecord
{
    public required string Id { get; init; }

    public required string DispatchId { get; init; }

    /// <summary>The declaration as JSON.</summary>
    public required string Definition { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>UTC ticks.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>What its observer has seen; the observer's own affair.</summary>
    public string State { get; init; } = "";

    /// <summary>UTC ticks; 0 when it does not go by time or is over.</summary>
    public long NextAt { get; init; }

    public long Fired { get; init; }

    public long Skipped { get; init; }

    /// <summary>UTC ticks; 0 before.</summary>
    public long LastFiredAt { get; init; }

    public string? LastDispatchId { get; init; }

    public string? LastError { get; init; }
}

/// <summary>An occasion that fired, or is about to.</summary>
/// <param name="TriggerId">Of which trigger.</param>
/// <param name="Occasion">Names the occasion; fires once.</param>
/// <param name="DispatchId">The dispatch it starts.</param>
/// <param name="At">UTC ticks.</param>
internal sealed record TriggerFiring(string TriggerId, string Occasion, string DispatchId, long At);
