using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>The answer to the submission of one task: a handle, or why the back end refused it.</summary>
public sealed record JobSubmission
{
    private JobSubmission()
    {
    }

    /// <summary>Names the job for every later call, also after a restart of the dispatcher; any JSON value. Null when refused.</summary>
    public JsonNode? Handle { get; private init; }

    /// <summary>Why the task was refused; null when accepted.</summary>
    public ExecutorException? Refusal { get; private init; }

    /// <summary>The back end has accepted the task.</summary>
    /// <param name="handle">Everything that later calls need to find the job, without secrets.</param>
    public static JobSubmission Accepted(JsonNode handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new JobSubmission { Handle = handle };
    }

    /// <summary>The back end has refused the task.</summary>
    /// <param name="refusal">Names the reason and the next step; its <see cref="CovalentException.IsTransient"/> says whether a retry can help.</param>
    public static JobSubmission Refused(ExecutorException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new JobSubmission { Refusal = refusal };
    }
}
