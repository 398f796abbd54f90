using Covalent.Core.Execution;

namespace Covalent.Engine.Dispatching;

/// <summary>An attempt with what the engine itself must know of it. Changed by the engine's pass only, unless said otherwise.</summary>
internal sealed class EngineAttempt : TaskAttempt
{
    private volatile bool _isCancelRequested;

    public required DispatchRun Run { get; init; }

    public required TaskPlan Plan { get; init; }

    public Lane Lane => Plan.Lane!;

    /// <summary>When this engine started it, UTC ticks; 0 when another one did.</summary>
    public long StartedAt { get; init; }

    /// <summary>Its span; null where nobody records.</summary>
    public System.Diagnostics.Activity? Span { get; set; }

    /// <summary>Earlier attempts whose process died under them.</summary>
    public int Deaths { get; init; }

    /// <summary>The end of its time; null while there is none.</summary>
    public DeadlineQueue.Deadline? TimeLimit { get; set; }

    /// <summary>Its time ran out, so whatever it answers is a failure.</summary>
    public bool IsExpired { get; set; }

    /// <summary>Its node is final although it still runs; only its slot is still accounted for.</summary>
    public bool IsAbandoned { get; set; }

    public bool IsFinished { get; set; }

    /// <summary>Read by drivers on any thread.</summary>
    public bool IsCancelRequested
    {
        get => _isCancelRequested;
        set => _isCancelRequested = value;
    }
}
