using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <summary>The trace context on its way to a worker. It travels among the task's extensions, which every version of the package and of the frames
/// has, so that a worker which knows nothing of it passes over it, and nothing is sent where nobody traces.</summary>
internal static class TraceField
{
    private const string Name = "covalent.traceparent";

    public static JsonObject? Add(JsonObject? extensions, string? traceParent)
    {
        if (traceParent is null)
        {
            return extensions;
        }

        var with = extensions?.DeepClone().AsObject() ?? [];
        with[Name] = traceParent;
        return with;
    }

    /// <summary>The W3C trace context; null where there is none.</summary>
    public static string? Find(JsonObject? extensions) => extensions is not null && extensions.TryGetPropertyValue(Name, out var value) && value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;

    /// <summary>A context as W3C text; null for none.</summary>
    public static string? TextOf(ActivityContext context) => context == default ? null
        : $"00-{context.TraceId.ToHexString()}-{context.SpanId.ToHexString()}-{(context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";
}
