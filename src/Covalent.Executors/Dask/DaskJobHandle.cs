using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>What names a job for ever: its key on the scheduler, and which scheduler took it.</summary>
internal sealed record DaskJobHandle(string Key, string Scheduler)
{
    public JsonNode ToJson() => new JsonObject { ["key"] = Key, ["scheduler"] = Scheduler };

    /// <exception cref="ExecutorException">The handle is not one of ours.</exception>
    public static DaskJobHandle Parse(JsonNode handle) =>
        handle is JsonObject map && map["key"]?.GetValue<string>() is { Length: > 0 } key && map["scheduler"]?.GetValue<string>() is { } scheduler
            ? new DaskJobHandle(key, scheduler)
            : throw new ExecutorException($"'{handle.ToJsonString()}' is not the handle of a Dask job.");
}
