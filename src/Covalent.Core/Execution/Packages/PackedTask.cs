using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <summary>One task with everything it needs, away from the graph and the store it came from.</summary>
internal sealed class PackedTask : INodeValues
{
    public required string DispatchId { get; init; }

    public required int NodeId { get; init; }

    public required int Attempt { get; init; }

    public required TaskTemplate Template { get; init; }

    public required ReadOnlyMemory<byte> Slots { get; set; }

    public required PackedConstants Shared { get; set; }

    public required IReadOnlyList<PackedInput> Inputs { get; set; }

    /// <summary>Work folder as the options give it; null for the worker's own choice.</summary>
    public string? WorkDir { get; init; }

    public bool UniqueWorkDir { get; init; }

    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Options of parts that are not built in; null when there are none.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>Takes the task out of its graph. Values are referred to, not copied.</summary>
    public static PackedTask From(TaskAttempt attempt)
    {
        var graph = attempt.Dispatch.Graph;
        var template = attempt.Template;
        var slots = graph.SlotsOf(attempt.NodeId);
        List<int> shared = [];
        List<int> nodes = [];
        SlotReferences.Collect(template, slots.Span, shared, nodes);
        return new PackedTask
        {
            DispatchId = attempt.Dispatch.DispatchId,
            NodeId = attempt.NodeId,
            Attempt = attempt.Number,
            Template = template,
            Slots = slots,
            Shared = shared.Count == 0 ? PackedConstants.None : new PackedConstants([.. shared.Select(index => KeyValuePair.Create(index, graph.SharedConstants[index]))]),
            Inputs = nodes.Count == 0 ? [] : nodes.ConvertAll(node => new PackedInput(node, attempt.Dispatch.Values.GetEncoded(node))),
            WorkDir = attempt.Options.WorkDir,
            UniqueWorkDir = attempt.Options.CreateUniqueWorkDir ?? false,
            TimeLimit = attempt.Options.TimeLimit,
            Extensions = TraceField.Add(attempt.Options.Extensions, attempt.TraceParent),
        };
    }

    /// <summary>Lets go of all values, once they are where the call needs them: large ones are then in memory once and not twice.</summary>
    /// <returns>Whether they were large: worth a collection, since the collector would not know that there is no room for them beside the result.</returns>
    public bool ReleaseValues()
    {
        var size = Slots.Length + Shared.Size;
        for (var i = 0; i < Inputs.Count; i++)
        {
            size += Inputs[i].Value.Bytes.Length;
        }

        (Slots, Shared, Inputs) = (default, PackedConstants.None, []);
        return size > LargeValues.Least;
    }

    public EncodedValue GetEncoded(int nodeId)
    {
        foreach (var input in Inputs)
        {
            if (input.NodeId == nodeId)
            {
                return input.Value;
            }
        }

        throw new CovalentException($"The package of node {NodeId} ('{Template.Name}') lacks the value of node {nodeId}, which its arguments use. It was altered or made by "
            + "another version; dispatch again.");
    }

    public bool TryGetShared(int nodeId, out object? value)
    {
        value = null;
        return false;
    }
}

/// <summary>The value of a parent node.</summary>
internal readonly record struct PackedInput(int NodeId, EncodedValue Value);
