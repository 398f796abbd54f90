using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <summary>Puts node snapshots together from the graph, the machine's state where the dispatch runs here, and the stored records.</summary>
internal sealed class NodeSnapshots(DispatchRecord dispatch, TransportGraph graph, ExecutorSpec defaultExecutor)
{
    public IReadOnlyList<NodeSnapshot> Merge(
        IReadOnlyList<int>? nodes, IReadOnlyList<LiveNode>? live, IReadOnlyList<NodeRecord> stored)
    {
        var records = stored.ToDictionary(record => record.Node);
        var states = live?.ToDictionary(state => state.Node);
        var wanted = nodes?.Distinct().Order() ?? Enumerable.Range(0, graph.NodeCount);
        return [.. wanted.Select(node => Of(node, states is not null && states.TryGetValue(node, out var state) ? state : null, records.GetValueOrDefault(node)))];
    }

    private NodeSnapshot Of(int node, LiveNode? live, NodeRecord? record)
    {
        var template = graph.TemplateOf(node);
        if (template.Kind == NodeKind.Parameter)
        {
            return Parameter(node, template, live?.Status);
        }

        // What is stored is never behind what was shown; a machine may know of a start that the records do not.
        var status = record is { Status: var known } && (known.IsTerminal() || live is null) ? known : live?.Status ?? Status.NewObject;
        return new NodeSnapshot
        {
            NodeId = node,
            Name = template.Name,
            Kind = template.Kind,
            Status = status,
            Executor = (template.Options.Executor ?? defaultExecutor).ShortName,
            Attempts = Math.Max(record?.Attempt ?? 0, live?.Attempt ?? 0),
            StartedAt = Snapshots.Time(record?.StartedAt ?? live?.StartedAt ?? 0),
            EndedAt = status.IsTerminal() ? Snapshots.Time(record?.EndedAt ?? 0) : null,
            Failure = record?.Detail.Failure,
            Preview = PreviewOf(template, record),
            ChildDispatchId = record?.Detail.HasChild == true ? ChildId.Of(dispatch.Key.Id, node) : null,
            StopConfirmed = record?.Detail.StopConfirmed ?? true,
            Host = record?.Detail.Host ?? "",
            PeakMemory = record?.Detail.PeakMemory ?? 0,
            Attachments = record?.Detail.Attachments,
        };
    }

    private NodeSnapshot Parameter(int node, TaskTemplate template, Status? live)
    {
        var isThere = live == Status.Completed || (live is null && dispatch.StartedAt != 0);
        return new NodeSnapshot
        {
            NodeId = node,
            Name = template.Name,
            Kind = NodeKind.Parameter,
            Status = isThere ? Status.Completed : Status.NewObject,
            StartedAt = isThere ? Snapshots.Time(dispatch.StartedAt) : null,
            EndedAt = isThere ? Snapshots.Time(dispatch.StartedAt) : null,
        };
    }

    private static string? PreviewOf(TaskTemplate template, NodeRecord? record)
    {
        if (record is not { Status: Status.Completed, Value.Codec: { } codec })
        {
            return null;
        }

        var preview = Payload.FromBody(codec, template.ResultType, record.Value.Head, record.Value.Inline).Preview;
        return preview.Length == 0 ? null : preview;
    }
}

/// <summary>A node as the engine that runs it knows it.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Status">Its status.</param>
/// <param name="Attempt">Attempts made so far.</param>
/// <param name="StartedAt">When the attempt that runs was started, UTC ticks; 0 when none does, or when another engine started it.</param>
internal readonly record struct LiveNode(int Node, Status Status, int Attempt, long StartedAt);
