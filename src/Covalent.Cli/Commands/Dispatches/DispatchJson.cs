using System.Text.Json;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Dispatches and nodes as JSON; members are added, never renamed.</summary>
internal static class DispatchJson
{
    public static void Write(Utf8JsonWriter json, DispatchSnapshot dispatch)
    {
        json.WriteStartObject();
        WriteMembers(json, dispatch);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DispatchSnapshot dispatch, IEnumerable<NodeSnapshot> nodes)
    {
        json.WriteStartObject();
        WriteMembers(json, dispatch);
        json.WriteStartArray("nodes");
        foreach (var node in nodes)
        {
            Write(json, node);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, NodeSnapshot node)
    {
        json.WriteStartObject();
        json.WriteNumber("node", node.NodeId);
        json.WriteString("name", node.Name);
        json.WriteString("kind", node.Kind.ToString().ToLowerInvariant());
        json.WriteString("status", node.Status.ToWord());
        json.WriteString("executor", node.Executor);
        json.WriteNumber("attempts", node.Attempts);
        json.WriteMoment("startedAt", node.StartedAt);
        json.WriteMoment("endedAt", node.EndedAt);
        json.WriteString("preview", node.Preview);
        json.WriteString("childDispatchId", node.ChildDispatchId);
        json.WriteBoolean("stopConfirmed", node.StopConfirmed);
        json.WriteString("host", node.Host);
        json.WriteNumber("peakMemory", node.PeakMemory);
        json.WritePropertyName("failure");
        Write(json, node.Failure);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, DispatchSnapshot dispatch)
    {
        json.WriteString("dispatchId", dispatch.DispatchId);
        json.WriteString("rootDispatchId", dispatch.RootDispatchId);
        json.WriteString("name", dispatch.Name);
        json.WriteString("status", dispatch.Status.ToWord());
        json.WriteBoolean("leftOver", dispatch.IsLeftOver);
        json.WriteMoment("createdAt", dispatch.CreatedAt);
        json.WriteMoment("startedAt", dispatch.StartedAt);
        json.WriteMoment("endedAt", dispatch.EndedAt);
        json.WriteNumber("nodeCount", dispatch.NodeCount);
        json.WriteNumber("completedCount", dispatch.CompletedCount);
        json.WriteNumber("failedCount", dispatch.FailedCount);
        json.WriteNumber("cancelledCount", dispatch.CancelledCount);
        json.WriteNumber("runningCount", dispatch.RunningCount);
        json.WriteString("error", dispatch.Error);
        json.WriteString("redispatchOf", dispatch.RedispatchOf);
        json.WriteString("parentDispatchId", dispatch.Parent?.DispatchId);
        json.WriteNumberOrNull("parentNode", dispatch.Parent?.NodeId);
    }

    private static void Write(Utf8JsonWriter json, FailureInfo? failure)
    {
        if (failure is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("kind", failure.Kind.ToString());
        json.WriteString("type", failure.Type);
        json.WriteString("message", failure.Message);
        json.WriteString("stackTrace", failure.StackTrace);
        json.WriteEndObject();
    }
}
