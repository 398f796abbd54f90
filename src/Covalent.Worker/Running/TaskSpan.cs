using System.Diagnostics;
using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>The span of one task, of source <c>Covalent.Worker</c>: current while user code runs, in the environment for what it starts, and brought
/// home with the outcome together with the spans that user code made under it.</summary>
internal sealed class TaskSpan : IDisposable
{
    public const string SourceName = "Covalent.Worker";
    private const string Variable = "TRACEPARENT";
    private static readonly ActivitySource Source = new(SourceName, CovalentVersion.Text);
    private readonly Lock _lock = new();
    private readonly List<SpanRecord> _finished = [];
    private readonly ActivityContext _parent;
    private readonly ActivityListener _listener;
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly Activity? _activity;

    private TaskSpan(PackedTask task, ActivityContext parent)
    {
        _parent = parent;
        _listener = new ActivityListener { ShouldListenTo = static _ => true, Sample = Sample, ActivityStopped = Take };
        ActivitySource.AddActivityListener(_listener);
        _activity = Source.StartActivity(task.Template.Name, ActivityKind.Internal, parent);
        _activity?.SetTag("covalent.dispatch_id", task.DispatchId).SetTag("covalent.node_id", task.NodeId).SetTag("covalent.attempt", task.Attempt)
            .SetTag("process.pid", Environment.ProcessId).SetTag("host.name", Environment.MachineName);
        Environment.SetEnvironmentVariable(Variable, _activity?.Id);
    }

    /// <returns>Null when the task is not part of a trace.</returns>
    public static TaskSpan? Begin(PackedTask task) =>
        TraceField.Find(task.Extensions) is { } text && ActivityContext.TryParse(text, null, isRemote: true, out var parent) ? new TaskSpan(task, parent) : null;

    /// <summary>Ends the span and adds what was recorded to the outcome.</summary>
    public TaskOutcome End(TaskOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            _activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
        }

        _activity?.Stop();
        lock (_lock)
        {
            return _finished.Count == 0 ? outcome : outcome with { Spans = [.. _finished] };
        }
    }

    public void Dispose()
    {
        _activity?.Dispose();
        _listener.Dispose();
        Environment.SetEnvironmentVariable(Variable, _before);
    }

    // Spans of other traces are not ours to record, and a caller that records nothing wants none.
    private ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options) =>
        options.TraceId != _parent.TraceId ? ActivitySamplingResult.None
        : _parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded
        : ActivitySamplingResult.PropagationData;

    private void Take(Activity activity)
    {
        if (!activity.Recorded || activity.TraceId != _parent.TraceId)
        {
            return;
        }

        lock (_lock)
        {
            // The task's own span ends last and always has its place.
            if (_finished.Count < SpanRecord.MostPerTask - 1 || ReferenceEquals(activity, _activity))
            {
                _finished.Add(SpanRecord.Of(activity));
            }
        }
    }
}
