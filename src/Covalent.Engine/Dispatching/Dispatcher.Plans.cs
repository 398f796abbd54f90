namespace Covalent.Engine.Dispatching;

/// <content>Which executor runs a task, and under which rules.</content>
internal sealed partial class Dispatcher
{
    private TaskPlan PlanOf(DispatchRun run, int node)
    {
        if (run.PlanOf(node) is { } known)
        {
            return known;
        }

        var plan = MakePlan(run, run.Graph.TemplateOf(node));
        run.SetPlan(node, plan);
        return plan;
    }

    private TaskPlan MakePlan(DispatchRun run, TaskTemplate template)
    {
        var spec = template.Options.Executor ?? _settings.DefaultExecutor;
        try
        {
            var lane = LaneOf(spec);
            if (run.IsForeign && lane.Driver.RunsInThisProcess && _settings.ForeignExecutor is { } foreign)
            {
                lane = LaneOf(foreign);
            }

            return MakePlan(run, template, lane);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var failure = e is CovalentException ? new FailureInfo(FailureKind.Configuration, "no-executor", e.Message) : FailureInfo.FromException(FailureKind.Configuration, e);
            return new TaskPlan { Options = template.Options, Refusal = failure with { Message = $"Executor '{spec.ShortName}' cannot be used: {failure.Message}" } };
        }
    }

    private static TaskPlan MakePlan(DispatchRun run, TaskTemplate template, Lane lane)
    {
        var queue = run.Queues.GetValueOrDefault(lane) ?? lane.Queue.Join(run);
        run.Queues[lane] = queue;
        var executor = lane.Executor;
        var retry = template.Options.Retry ?? (executor.Retries > 0 ? new RetryPolicy(executor.Retries) : null);
        var limit = template.Options.TimeLimit ?? (executor.TimeLimit >= 0 ? TimeSpan.FromSeconds(executor.TimeLimit) : null);
        return new TaskPlan
        {
            Options = template.Options with { Executor = lane.Spec, Retry = retry, TimeLimit = limit },
            Lane = lane,
            Queue = queue,
            Retry = retry,
            TimeLimit = limit,
            Identity = template.Options.Cache == true ? FunctionIdentity.BytesOf(template) : [],
        };
    }

    private Lane LaneOf(ExecutorSpec spec)
    {
        if (_lanes.TryGetValue(spec, out var lane))
        {
            return lane;
        }

        var executor = _settings.Executors(spec)
            ?? throw new ExecutorException($"no executor of this name is known. Check the spelling of '{spec.ShortName}', or install and register the executor.");
        var problems = executor.Problems().ToList();
        if (problems.Count > 0)
        {
            throw new ExecutorException(string.Join(" ", problems));
        }

        lane = new Lane(spec, executor, executor.CreateDriver(_settings.Host));
        _lanes.Add(spec, lane);
        _laneList.Add(lane);
        return lane;
    }
}
