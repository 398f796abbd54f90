using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Runs a graph node by node in this process, by the rules every engine follows: results are encoded once, consumers get fresh values,
/// sublattices become graphs of their own.</summary>
internal sealed class InMemoryRunner(TransportGraph graph) : INodeValues
{
    private readonly Dictionary<int, EncodedValue> _encoded = [];
    private readonly Dictionary<int, object?> _shared = [];

    /// <summary>Names of the nodes in the order in which they ran.</summary>
    public List<string> Ran { get; } = [];

    public CancellationToken CancellationToken { get; init; }

    public static async Task<T> ValueOf<T>(TransportGraph graph)
    {
        var runner = new InMemoryRunner(Build.RoundTrip(graph));
        return (T)(await runner.RunAsync())!;
    }

    public async Task<object?> RunAsync()
    {
        foreach (var node in Topology.Order(graph))
        {
            await RunAsync(node);
        }

        return graph.Output.Structure.IsEmpty ? null : Output();
    }

    public EncodedValue GetEncoded(int nodeId) => _encoded[nodeId];

    public bool TryGetShared(int nodeId, out object? value) => _shared.TryGetValue(nodeId, out value);

    private async Task RunAsync(int node)
    {
        var template = graph.TemplateOf(node);
        Ran.Add(template.Name);
        if (template.Kind == NodeKind.Parameter)
        {
            var slots = new SlotReader(graph.SlotsOf(node).Span, graph.SharedConstants);
            _encoded[node] = new EncodedValue("covalent/binary", slots.Constant().ToArray());
            return;
        }

        var invoker = TaskInvoker.For(template);
        var result = await invoker.InvokeAsync(graph.SlotsOf(node), graph.SharedConstants, this, CancellationToken);
        if (result.Child is { } child)
        {
            var inner = new InMemoryRunner(Build.RoundTrip(child));
            Keep(node, invoker.ResultCodec, await inner.RunAsync());
            Ran.AddRange(inner.Ran.Select(name => $"{template.Name}/{name}"));
        }
        else
        {
            Keep(node, invoker.ResultCodec, result.Value);
        }
    }

    private void Keep(int node, ValueCodec? codec, object? value)
    {
        if (codec is null)
        {
            return;
        }

        var output = new ArrayBufferWriter<byte>();
        codec.Encode(value, output);
        _encoded[node] = new EncodedValue("covalent/binary", output.WrittenMemory);
        if (codec.IsDeeplyImmutable)
        {
            _shared[node] = value;
        }
    }

    private object? Output()
    {
        var reader = new SlotReader(graph.Output.Structure.Span, graph.SharedConstants);
        return StructureReader.For(TypeReference.Resolve(graph.Output.Type)).Read(ref reader, this);
    }
}
