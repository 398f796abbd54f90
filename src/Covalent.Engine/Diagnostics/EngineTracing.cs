using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;

namespace Covalent.Engine.Diagnostics;

/// <summary>Attempts as spans, children of the one in which their dispatch was submitted and parents of what their worker records.</summary>
internal static class EngineTracing
{
    public const string SourceName = "Covalent.Engine";
    private static readonly ActivitySource Source = new(SourceName, CovalentVersion.Text);
    private static readonly AsyncLocal<ActivityContext> Passing = new();

    /// <summary>The context that what is submitted in this flow of control belongs to.</summary>
    public static ActivityContext Current => Activity.Current?.Context ?? Passing.Value;

    /// <summary>Hands on the context of a caller where nobody records spans in this process.</summary>
    public static void PassOn(ActivityContext context) => Passing.Value = context;

    /// <summary>A context as it was stored; default for none.</summary>
    public static ActivityContext Parse(string? trace) => ActivityContext.TryParse(trace, null, isRemote: true, out var context) ? context : default;

    /// <summary>Begins the span of an attempt, where somebody records, and gives the attempt the context that goes to its worker.</summary>
    public static void Begin(EngineAttempt attempt)
    {
        if (!Source.HasListeners())
        {
            attempt.TraceParent = TraceField.TextOf(attempt.Run.Trace);
            return;
        }

        var before = Activity.Current;
        var span = Source.StartActivity(attempt.Template.Name, ActivityKind.Internal, attempt.Run.Trace);
        Activity.Current = before;
        span?.SetTag("covalent.dispatch_id", attempt.Run.Id).SetTag("covalent.node_id", attempt.NodeId).SetTag("covalent.attempt", attempt.Number)
            .SetTag("covalent.executor", attempt.Lane.Spec.ShortName);
        attempt.Span = span;
        attempt.TraceParent = TraceField.TextOf(span?.Context ?? attempt.Run.Trace);
    }

    public static void End(EngineAttempt attempt, TaskOutcome outcome)
    {
        if (attempt.Span is not { } span)
        {
            return;
        }

        if (outcome.Failure is { } failure)
        {
            span.SetStatus(ActivityStatusCode.Error, failure.Message);
        }

        var before = Activity.Current;
        span.Stop();
        Activity.Current = before;
    }

    /// <summary>What a worker recorded for this attempt; spans of other traces are left out.</summary>
    public static IReadOnlyList<SpanRecord> BroughtHome(EngineAttempt attempt, TaskOutcome outcome) =>
        outcome.Spans is { Count: > 0 } spans && ActivityContext.TryParse(attempt.TraceParent, null, out var context) ? [.. spans.Where(span => span.TraceId == context.TraceId)] : [];
}
