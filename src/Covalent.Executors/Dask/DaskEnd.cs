using Covalent.Core.Execution;

namespace Covalent.Executors.Dask;

/// <summary>How a job ended, and what it left.</summary>
/// <param name="Status">What to say about it.</param>
/// <param name="ResultOf">Reads what it left; a large result lies in a file until then.</param>
internal sealed record DaskEnd(JobStatus Status, Func<RemoteTask, JobResult> ResultOf)
{
    /// <summary>What the bridge tells about an ended job.</summary>
    public static DaskEnd Of(DaskFrame frame)
    {
        string host = frame.Text("host");
        return frame.Text("state") switch
        {
            "outcome" when frame.Text("folder") is { Length: > 0 } folder => new(JobStatus.Ended with { Host = host }, _ => new JobResult { Outcome = SpooledBytes.OfFile(Path.Combine(folder, "outcome")) }),
            "outcome" => new(JobStatus.Ended with { Host = host }, _ => new JobResult { Outcome = frame.Body }),
            "python" => new(JobStatus.Ended with { Host = host }, task => DaskPython.ResultOf(task, frame)),
            "died" => Died(frame, host),
            "refused" => Plain($"Host {host}: {frame.Text("message")}", host),
            "cancelled" => Plain("It was cancelled on the Dask cluster, or the cluster's workers were restarted.", host),
            "error" when frame.Text("type") == "KilledWorker" => new(
                JobStatus.Ended with { Died = true, Reason = $"Dask gave the task up, since the Dask workers it ran on died one after the other: {frame.Text("message")}" }, _ => new JobResult()),
            "error" => Plain($"Dask could not run the task: {frame.Text("message")}", host),
            var other => Plain($"Dask reports the task as '{other}'.", host),
        };
    }

    /// <summary>The scheduler is another one than that which took the job.</summary>
    public static DaskEnd Forgotten(string address) => new(
        JobStatus.Ended with { Died = true, Reason = $"The Dask scheduler at {address} was restarted and has forgotten the task; its workers ended with it." }, _ => new JobResult());

    /// <summary>The scheduler that took the job does not have it any more.</summary>
    public static DaskEnd Dropped(string address) =>
        Plain($"The Dask scheduler at {address} does not have the task any more: somebody cancelled it there, or restarted the cluster's workers.", "");

    /// <summary>The scheduler was out of reach for too long.</summary>
    public static DaskEnd OutOfReach(string reason, TimeSpan patience) =>
        Plain($"Dask's scheduler was out of reach for more than {patience.TotalSeconds:0} s (scheduler_patience): {reason}", "");

    /// <summary>What the task takes cannot be written for it.</summary>
    public static DaskEnd NotSendable(string reason) => Plain(reason, "");

    private static DaskEnd Plain(string reason, string host) => new(JobStatus.Ended with { Reason = reason, Host = host }, _ => new JobResult());

    private static DaskEnd Died(DaskFrame frame, string host)
    {
        int code = frame.Number("code");
        int split = Math.Clamp(frame.Number("out"), 0, frame.Body.Length);

        // Python says -9 where shells say 137.
        return new(JobStatus.Ended with { Died = true, ExitCode = code < 0 ? 128 - code : code, Host = host },
            _ => new JobResult { Stdout = frame.Body[..split], Stderr = frame.Body[split..] });
    }
}
