using System.Buffers;
using BenchmarkDotNet.Attributes;
using Covalent.Benchmarks.Engine;
using Covalent.Core.Graph;

namespace Covalent.Benchmarks.Parts;

/// <summary>Recording a lattice and carrying its graph; figures are for one node.</summary>
[MemoryDiagnoser]
public class GraphParts
{
    private const int Nodes = 10_000;
    private readonly ArrayBufferWriter<byte> _written = new(1 << 20);
    private TransportGraph _graph = null!;
    private ReadOnlyMemory<byte> _bytes;

    /// <summary>A graph to write, and its bytes to read.</summary>
    [GlobalSetup]
    public void Record()
    {
        _graph = EngineRig.Record(EngineShapes.Of("layers", Nodes)).Graph;
        GraphCodec.Write(_written, _graph);
        _bytes = _written.WrittenMemory.ToArray();
    }

    /// <summary>An electron call without arguments.</summary>
    [Benchmark(OperationsPerInvoke = Nodes)]
    public int RecordWide() => EngineRig.Record(EngineShapes.Of("wide", Nodes)).Graph.NodeCount;

    /// <summary>An electron call on another's node.</summary>
    [Benchmark(OperationsPerInvoke = Nodes)]
    public int RecordChain() => EngineRig.Record(EngineShapes.Of("chain", Nodes)).Graph.NodeCount;

    /// <summary>To its stored form.</summary>
    [Benchmark(OperationsPerInvoke = Nodes)]
    public int Write()
    {
        _written.ResetWrittenCount();
        GraphCodec.Write(_written, _graph);
        return _written.WrittenCount;
    }

    /// <summary>From its stored form, checked.</summary>
    [Benchmark(OperationsPerInvoke = Nodes)]
    public int Read() => GraphCodec.Read(_bytes).NodeCount;
}
