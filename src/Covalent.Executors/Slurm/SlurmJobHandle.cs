using System.Text.Json.Nodes;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>What names a task's job for ever.</summary>
/// <param name="Id">Slurm's id; <c>123_4</c> for an element of an array.</param>
/// <param name="Task">Name of the task's own folder.</param>
/// <param name="Submission">Name of the submission it came with: the job's name in Slurm. Tells the job apart from another that got the same id
/// after a crash of the controller.</param>
/// <param name="Element">Which element of the submission runs it.</param>
/// <param name="IsPacked">Whether the job runs other tasks too.</param>
internal sealed record SlurmJobHandle(string Id, string Task, string Submission, int Element, bool IsPacked)
{
    /// <summary>The id of the whole job or array.</summary>
    public string WholeId => Id.Split('_')[0];

    public JsonNode ToJson() => new JsonObject { ["id"] = Id, ["task"] = Task, ["submission"] = Submission, ["element"] = Element, ["packed"] = IsPacked };

    /// <exception cref="ExecutorException">The handle is not one of ours.</exception>
    public static SlurmJobHandle Parse(JsonNode handle) =>
        handle is JsonObject map && map["id"]?.GetValue<string>() is { } id && id.All(c => char.IsAsciiDigit(c) || c == '_')
        && map["task"]?.GetValue<string>() is { } task && DetachedJob.IsName(task) && map["submission"]?.GetValue<string>() is { } submission && DetachedJob.IsName(submission)
        && map["element"]?.GetValue<int>() is { } element && map["packed"]?.GetValue<bool>() is { } packed
            ? new SlurmJobHandle(id, task, submission, element, packed)
            : throw new ExecutorException($"'{handle.ToJsonString()}' is not the handle of a Slurm job.");
}
