using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>What a scheduler says about itself.</summary>
/// <param name="Id">Another one after each restart.</param>
/// <param name="Distributed">Its version of distributed.</param>
/// <param name="Python">Its version of Python.</param>
/// <param name="ClientPython">The bridge's version of Python; empty when it was not asked.</param>
/// <param name="Tasks">Tasks it knows.</param>
/// <param name="Workers">Its workers.</param>
internal sealed record DaskIdentity(string Id, string Distributed, string Python, string ClientPython, int Tasks, IReadOnlyList<DaskWorkerInfo> Workers)
{
    public static DaskIdentity None { get; } = new("", "", "", "", 0, []);

    public static DaskIdentity Parse(JsonObject said) => new(
        Text(said, "scheduler"),
        Text(said, "distributed"),
        Text(said, "python"),
        said["client"] is JsonObject client ? Text(client, "python") : "",
        said["tasks"]?.GetValue<int>() ?? 0,
        [.. (said["workers"] as JsonArray ?? []).OfType<JsonObject>().Select(DaskWorkerInfo.Parse)]);

    internal static string Text(JsonObject map, string name) => map[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}

/// <summary>One worker of a cluster.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Threads">Tasks it runs at once.</param>
/// <param name="Status">Dask's word for its state.</param>
/// <param name="Processing">Tasks it has.</param>
/// <param name="MemoryLimit">Bytes it may use; 0 for no limit.</param>
/// <param name="ProcessId">Its process, on its machine.</param>
internal sealed record DaskWorkerInfo(string Address, string Name, int Threads, string Status, int Processing, long MemoryLimit, int ProcessId)
{
    public static DaskWorkerInfo Parse(JsonObject said) => new(
        DaskIdentity.Text(said, "address"),
        DaskIdentity.Text(said, "name"),
        said["threads"]?.GetValue<int>() ?? 0,
        DaskIdentity.Text(said, "status"),
        said["processing"]?.GetValue<int>() ?? 0,
        said["memory_limit"]?.GetValue<long>() ?? 0,
        said["pid"]?.GetValue<int>() ?? 0);
}
