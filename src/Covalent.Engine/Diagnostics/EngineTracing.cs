using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Engine.Dispatching;

namespace Covalent.Engine.Diagnostics;

/// <summary>Attempts as spans, children of the one in which their dispatch was submitted. Made when they end, from what their worker measured.</summary>
internal static class EngineTracing
{
    private static readonly ActivitySource Source = new("Covalent.Engine", CovalentVersion.Text);

    public static void Note(EngineAttempt attempt, TaskOutcome outcome)
    {
        if (!Source.HasListeners() || outcome.StartedAt == 0)
        {
            return;
        }

        var tags = new ActivityTagsCollection
        {
            ["covalent.dispatch_id"] = attempt.Run.Id,
            ["covalent.node_id"] = attempt.NodeId,
            ["covalent.attempt"] = attempt.Number,
            ["covalent.executor"] = attempt.Lane.Spec.ShortName,
        };
        using var span = Source.StartActivity(attempt.Template.Name, ActivityKind.Internal, attempt.Run.Trace, tags, startTime: new DateTimeOffset(outcome.StartedAt, TimeSpan.Zero));
        if (span is null)
        {
            return;
        }

        if (outcome.Failure is { } failure)
        {
            span.SetStatus(ActivityStatusCode.Error, failure.Message);
        }

        span.SetEndTime(new DateTime(Math.Max(outcome.StartedAt, outcome.EndedAt), DateTimeKind.Utc));
    }
}
