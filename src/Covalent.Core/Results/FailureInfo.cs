namespace Covalent;

/// <summary>Why a task failed, as plain data that crosses process and machine borders.</summary>
/// <param name="Kind">Which part failed, and so whether a retry can help.</param>
/// <param name="Type">Full name of the exception type, or a short code of ours such as <c>process-died</c>.</param>
/// <param name="Message">The message a person reads first.</param>
/// <param name="StackTrace">Full stack trace with inner exceptions as text; empty when there is none.</param>
public sealed record FailureInfo(FailureKind Kind, string Type, string Message, string StackTrace = "")
{
    /// <summary>The failure that caused this one, if any.</summary>
    public FailureInfo? Inner { get; init; }

    /// <summary>Describes an exception thrown by user code.</summary>
    public static FailureInfo FromUserCode(Exception exception) => FromException(FailureKind.UserCode, exception);

    /// <summary>Describes an exception thrown by an executor or by the engine.</summary>
    public static FailureInfo FromException(FailureKind kind, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new FailureInfo(kind, exception.GetType().FullName ?? exception.GetType().Name, exception.Message, exception.ToString())
        {
            Inner = exception.InnerException is { } inner ? FromException(kind, inner) : null,
        };
    }
}

/// <summary>Who is to blame for a failure. The numbers are stored; never renumber.</summary>
public enum FailureKind : byte
{
    /// <summary>The user's method threw.</summary>
    UserCode = 0,

    /// <summary>The back end refused, lost or broke the job.</summary>
    Executor = 1,

    /// <summary>The process or node running the task died.</summary>
    ProcessDied = 2,

    /// <summary>The time limit ran out.</summary>
    TimeLimit = 3,

    /// <summary>Inputs or output could not be encoded, decoded or resolved.</summary>
    Payload = 4,

    /// <summary>The graph, an executor name or an option is wrong; a retry cannot help.</summary>
    Configuration = 5,

    /// <summary>A child dispatch failed.</summary>
    Sublattice = 6,
}
