namespace Covalent.Engine.Dispatching;

/// <summary>What the engine decided once about all nodes of one template in one dispatch.</summary>
internal sealed class TaskPlan
{
    public required ElectronOptions Options { get; init; }

    /// <summary>Where the tasks queue; null when they cannot run at all, see <see cref="Refusal"/>.</summary>
    public Lane? Lane { get; init; }

    /// <summary>This dispatch's part of the lane.</summary>
    public RunQueue? Queue { get; init; }

    public RetryPolicy? Retry { get; init; }

    public TimeSpan? TimeLimit { get; init; }

    public int Priority => Options.Priority ?? 0;

    public bool UsesCache => Options.Cache == true;

    /// <summary>What identifies the function in cache keys; empty where the cache is not used.</summary>
    public byte[] Identity { get; init; } = [];

    /// <summary>Why no task of this template can start; null when they can.</summary>
    public FailureInfo? Refusal { get; init; }
}
