using System.Text.Json.Nodes;

namespace Covalent.Core.Graph;

/// <summary>JSON form of <see cref="ElectronOptions"/>: snake_case, durations in seconds, unset members left out.</summary>
internal static class OptionsJson
{
    public static JsonObject Write(ElectronOptions options)
    {
        var json = new JsonObject();
        Put(json, "name", options.Name);
        if (options.Executor is { } executor)
        {
            var node = new JsonObject { ["short_name"] = executor.ShortName };
            Put(node, "attributes", executor.Attributes);
            json["executor"] = node;
        }

        Put(json, "retry", options.Retry is { } retry ? WriteRetry(retry) : null);
        Put(json, "time_limit", options.TimeLimit?.TotalSeconds);
        Put(json, "workdir", options.WorkDir);
        Put(json, "create_unique_workdir", options.CreateUniqueWorkDir);
        Put(json, "priority", options.Priority);
        Put(json, "cache", options.Cache);
        Put(json, "version", options.Version);
        Put(json, "python", options.Python);
        Put(json, "deps", List(options.Deps, dependency => dependency.ToJson()));
        Put(json, "call_before", List(options.CallBefore, WriteHook));
        Put(json, "call_after", List(options.CallAfter, WriteHook));
        Put(json, "files", List(options.Files, transfer => transfer.ToJson()));
        Put(json, "extensions", options.Extensions?.DeepClone());
        return json;
    }

    public static ElectronOptions Read(JsonObject json) => new()
    {
        Name = (string?)json["name"],
        Executor = json["executor"] is JsonObject executor ? new ExecutorSpec((string)executor["short_name"]!, executor["attributes"]?.AsObject()) : null,
        Retry = json["retry"] is JsonObject retry ? ReadRetry(retry) : null,
        TimeLimit = Seconds(json["time_limit"]),
        WorkDir = (string?)json["workdir"],
        CreateUniqueWorkDir = (bool?)json["create_unique_workdir"],
        Priority = (int?)json["priority"],
        Cache = (bool?)json["cache"],
        Version = (string?)json["version"],
        Python = (string?)json["python"],
        Deps = Items(json["deps"], Dependency.FromJson),
        CallBefore = Items(json["call_before"], ReadHook),
        CallAfter = Items(json["call_after"], ReadHook),
        Files = Items(json["files"], FileTransfer.FromJson),
        Extensions = json["extensions"]?.DeepClone().AsObject(),
    };

    private static JsonObject WriteRetry(RetryPolicy retry)
    {
        var json = new JsonObject
        {
            ["count"] = retry.Count,
            ["delay"] = retry.Delay.TotalSeconds,
            ["factor"] = retry.Factor,
            ["max_delay"] = retry.MaxDelay.TotalSeconds,
            ["on"] = new JsonArray([.. retry.On.Select(kind => (JsonNode)(int)kind)]),
        };
        Put(json, "only_exceptions", retry.OnlyExceptions is { } only ? new JsonArray([.. only.Select(name => (JsonNode)name)]) : null);
        return json;
    }

    private static RetryPolicy ReadRetry(JsonObject json) => new((int)json["count"]!)
    {
        Delay = Seconds(json["delay"]) ?? TimeSpan.Zero,
        Factor = (double)json["factor"]!,
        MaxDelay = Seconds(json["max_delay"]) ?? TimeSpan.FromMinutes(5),
        On = [.. json["on"]!.AsArray().Select(kind => (FailureKind)(int)kind!)],
        OnlyExceptions = json["only_exceptions"] is JsonArray only ? [.. only.Select(name => (string)name!)] : null,
    };

    private static JsonObject WriteHook(DepsCall hook) => new() { ["into"] = hook.Into, ["call"] = Convert.ToBase64String(hook.Graph.Span) };

    private static DepsCall ReadHook(JsonObject json) => DepsCall.Read(Convert.FromBase64String((string)json["call"]!), (string?)json["into"]);

    private static JsonArray? List<T>(IReadOnlyList<T>? items, Func<T, JsonObject> write) => items is null ? null : new JsonArray([.. items.Select(item => (JsonNode)write(item))]);

    private static T[]? Items<T>(JsonNode? node, Func<JsonObject, T> read) => node is JsonArray items ? [.. items.Select(item => read(item!.AsObject()))] : null;

    private static TimeSpan? Seconds(JsonNode? node) => node is null ? null : TimeSpan.FromSeconds((double)node);

    private static void Put(JsonObject json, string key, JsonNode? value)
    {
        if (value is not null)
        {
            json[key] = value;
        }
    }
}
