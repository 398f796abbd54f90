using System.Text.Json.Nodes;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Ssh;

/// <summary>What names a job for ever: the machine, the job, and the queue it was put into.</summary>
internal sealed record SshJobHandle(string Host, JobName Job)
{
    public JsonNode ToJson() => new JsonObject { ["host"] = Host, ["job"] = Job.Name, ["queue"] = Job.Queue };

    /// <exception cref="ExecutorException">The handle is not one of ours.</exception>
    public static SshJobHandle Parse(JsonNode handle) =>
        handle is JsonObject map && map["host"]?.GetValue<string>() is { } host && map["job"]?.GetValue<string>() is { } job && DetachedJob.IsName(job)
        && map["queue"]?.GetValue<string>() is { } queue && (queue.Length == 0 || DetachedJob.IsName(queue))
            ? new SshJobHandle(host, new JobName(job, queue))
            : throw new ExecutorException($"'{handle.ToJsonString()}' is not the handle of an SSH job.");
}
