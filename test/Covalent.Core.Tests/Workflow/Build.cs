using System.Buffers;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Tests.Workflow;

/// <summary>Builds lattices without a dispatcher.</summary>
internal static class Build
{
    public static TransportGraph Graph<T>(Func<T> lattice, DispatchOptions? options = null) => Lattice(lattice, options).Graph;

    public static RecordedLattice Lattice<T>(Func<T> lattice, DispatchOptions? options = null) =>
        LatticeCall.Record(lattice.Method, lattice.Target, [], options);

    public static RecordedLattice Lattice<TIn, T>(Func<Node<TIn>, T> lattice, TIn input, DispatchOptions? options = null) =>
        LatticeCall.Record(lattice.Method, lattice.Target, [input], options);

    public static Task<T> Value<T>(Func<Node<T>> lattice) => InMemoryRunner.ValueOf<T>(Graph(lattice));

    public static WorkflowBuildException Refused<T>(Func<T> lattice) => Assert.Throws<WorkflowBuildException>(() => Graph(lattice));

    public static TransportGraph RoundTrip(TransportGraph graph)
    {
        var bytes = new ArrayBufferWriter<byte>();
        GraphCodec.Write(bytes, graph);
        return GraphCodec.Read(bytes.WrittenMemory);
    }

    /// <summary>Names of the graph's nodes in id order.</summary>
    public static string[] Names(TransportGraph graph) => [.. Enumerable.Range(0, graph.NodeCount).Select(graph.NameOf)];
}
