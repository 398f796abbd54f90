using System.Buffers;
using System.Text.Json.Nodes;
using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Graph;

public sealed class GraphCodecTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 50)]
    [InlineData(3, 3000)]
    [Trait("Checklist", "14")]
    public void Graph_ThroughBinaryAndJson_ComesBackTheSame(int seed, int nodes)
    {
        var graph = SampleGraphs.Random(seed, nodes);
        AssertSame(graph, GraphCodec.Read(ToBytes(graph)));
        AssertSame(graph, TransportGraph.FromJson(JsonNode.Parse(graph.ToJson().ToJsonString())!.AsObject()));
    }

    [Fact]
    public void Read_OfDamagedBytes_EndsInOneClearErrorAndLittleMemory()
    {
        var bytes = ToBytes(SampleGraphs.Random(7, 40));
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = Damage(bytes, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                GraphCodec.Read(damaged);
            }
            catch (CovalentException)
            {
                // The one permitted ending beside success: some damage leaves a valid graph.
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000, $"round {round} allocated too much");
        }
    }

    [Fact]
    public void Read_OfANewerFormat_NamesBothVersions()
    {
        var bytes = ToBytes(SampleGraphs.Random(1, 2));
        bytes[3] = 9;
        var error = Assert.Throws<CovalentException>(() => GraphCodec.Read(bytes));
        Assert.Contains("format 9", error.Message);
        Assert.Contains("format 1", error.Message);
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var copy = bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        }

        return copy;
    }

    private static byte[] ToBytes(TransportGraph graph)
    {
        var output = new ArrayBufferWriter<byte>();
        GraphCodec.Write(output, graph);
        return output.WrittenSpan.ToArray();
    }

    private static void AssertSame(TransportGraph expected, TransportGraph actual)
    {
        Assert.Equal(expected.NodeCount, actual.NodeCount);
        Assert.Equal(expected.Output.Type, actual.Output.Type);
        Assert.Equal(expected.Output.Structure.ToArray(), actual.Output.Structure.ToArray());
        Assert.Equal(expected.SharedConstants.Select(c => c.ToArray()), actual.SharedConstants.Select(c => c.ToArray()));
        for (var node = 0; node < expected.NodeCount; node++)
        {
            Assert.Equal(expected.ParentsOf(node).ToArray(), actual.ParentsOf(node).ToArray());
            Assert.Equal(expected.ChildrenOf(node).ToArray(), actual.ChildrenOf(node).ToArray());
            Assert.Equal(expected.SlotsOf(node).ToArray(), actual.SlotsOf(node).ToArray());
        }

        AssertSame(Assert.Single(expected.Templates), Assert.Single(actual.Templates));
    }

    private static void AssertSame(TaskTemplate expected, TaskTemplate actual)
    {
        Assert.Equal(expected.Function, actual.Function);
        Assert.Equal(expected.Slots, actual.Slots);
        Assert.Equal(expected.Expression.ToArray(), actual.Expression.ToArray());
        Assert.Equal((expected.Name, expected.Kind, expected.ResultType, expected.Source), (actual.Name, actual.Kind, actual.ResultType, actual.Source));
        Assert.Equal(OptionsJson.Write(expected.Options).ToJsonString(), OptionsJson.Write(actual.Options).ToJsonString());
    }
}
