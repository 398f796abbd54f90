namespace Covalent.Core.Execution;

/// <summary>The failures that executors report about tasks they stopped or lost, worded alike everywhere.</summary>
internal static class StopFailures
{
    public const string TimeLimitType = "time-limit";
    public const string ProcessDiedType = "process-died";
    public const string NotStartedType = "not-started";
    public const string JobLostType = "job-lost";

    public static FailureInfo TimeLimit(string task, TimeSpan? limit, FailureInfo? inner = null) => new(FailureKind.TimeLimit, TimeLimitType,
        $"Task '{task}' was stopped because it ran longer than its time limit{(limit is { } l ? $" of {l.TotalSeconds:0.###} s" : "")}. Raise the limit or split the work.")
    {
        Inner = inner,
    };

    public static FailureInfo ProcessDied(string task, string how, string lastWords = "") => new(FailureKind.ProcessDied, ProcessDiedType,
        $"The process running task '{task}' died: {how}. Its own output, if any, is kept with the task." + (lastWords.Length == 0 ? "" : $" Last words: {lastWords}"));

    public static FailureInfo NotStarted(string task, string reason) => new(FailureKind.Executor, NotStartedType, $"Task '{task}' was not started: {reason}.");
}
