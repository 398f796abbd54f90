namespace Covalent;

/// <summary>How often, how patiently and after which failures a task is tried again.</summary>
/// <param name="Count">Further attempts after the first. 0 means none.</param>
public sealed record RetryPolicy(int Count)
{
    /// <summary>Pause before the first retry. Default: zero.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>Each further pause is this many times longer. Default: 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>Longest pause. Default: 5 minutes.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Kinds of failure that are worth another attempt. Default: user code, executor, process death and time limit;
    /// wrong configuration and unreadable payloads never are.</summary>
    public IReadOnlyList<FailureKind> On { get; init; } =
        [FailureKind.UserCode, FailureKind.Executor, FailureKind.ProcessDied, FailureKind.TimeLimit];

    /// <summary>Full names of exception types that are worth another attempt; null means all.</summary>
    public IReadOnlyList<string>? OnlyExceptions { get; init; }

    /// <summary>Whether this failure of the given attempt (from 1) is worth another one.</summary>
    public bool Allows(FailureInfo failure, int attempt)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return attempt <= Count
            && failure.Kind is not (FailureKind.Configuration or FailureKind.Payload)
            && On.Contains(failure.Kind)
            && (OnlyExceptions is null || OnlyExceptions.Contains(failure.Type, StringComparer.Ordinal));
    }

    /// <summary>The pause after the given failed attempt (from 1).</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        var ticks = Delay.Ticks * Math.Pow(Factor, Math.Max(0, attempt - 1));
        return ticks >= MaxDelay.Ticks ? MaxDelay : TimeSpan.FromTicks((long)ticks);
    }
}
