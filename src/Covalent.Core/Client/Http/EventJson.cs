using System.Text.Json;

namespace Covalent.Core.Client.Http;

/// <summary>Live events as they travel: the kind is the event's name, the rest its JSON.</summary>
internal static class EventJson
{
    public const string Dispatch = "dispatch";
    public const string Node = "node";
    public const string Progress = "progress";
    public const string Output = "output";

    public static (string Kind, byte[] Json) Write(DispatchEvent e) => e switch
    {
        DispatchStatusChanged d => (Dispatch, JsonSerializer.SerializeToUtf8Bytes(d, WireJson.Default.DispatchStatusChanged)),
        NodeStatusChanged n => (Node, JsonSerializer.SerializeToUtf8Bytes(n, WireJson.Default.NodeStatusChanged)),
        NodeProgressed p => (Progress, JsonSerializer.SerializeToUtf8Bytes(p, WireJson.Default.NodeProgressed)),
        NodeWrote w => (Output, JsonSerializer.SerializeToUtf8Bytes(
            new WroteEvent(w.DispatchId, w.NodeId, w.Stream == OutputStream.Stdout ? "stdout" : "stderr", w.Text), WireJson.Default.WroteEvent)),
        _ => throw new ArgumentException($"'{e.GetType().Name}' is not an event that travels.", nameof(e)),
    };

    /// <returns>Null for kinds that a newer server may send.</returns>
    public static DispatchEvent? Read(string kind, ReadOnlySpan<byte> json) => kind switch
    {
        Dispatch => JsonSerializer.Deserialize(json, WireJson.Default.DispatchStatusChanged),
        Node => JsonSerializer.Deserialize(json, WireJson.Default.NodeStatusChanged),
        Progress => JsonSerializer.Deserialize(json, WireJson.Default.NodeProgressed),
        Output when JsonSerializer.Deserialize(json, WireJson.Default.WroteEvent) is { } wrote =>
            new NodeWrote(wrote.DispatchId, wrote.NodeId, wrote.Stream == "stderr" ? OutputStream.Stderr : OutputStream.Stdout, wrote.Text),
        _ => null,
    };
}
