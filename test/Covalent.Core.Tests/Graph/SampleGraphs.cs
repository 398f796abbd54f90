using System.Buffers;
using Covalent.Core.Graph;

namespace Covalent.Core.Tests.Graph;

/// <summary>Random graphs with every slot kind, from a seed.</summary>
internal static class SampleGraphs
{
    public static TransportGraph Random(int seed, int nodes)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder();
        var template = builder.AddTemplate(new TaskTemplate
        {
            Name = "Add",
            Kind = NodeKind.Task,
            Function = new FunctionReference(FunctionReference.DotNet, "App", "App.Tasks, App", "Add") { ModuleVersion = Guid.NewGuid(), ParameterTypes = "System.Int32", CodeHash = "abc" },
            Expression = new byte[] { 1, 2, 3 },
            Slots = [new SlotShape(SlotKind.Constant, "System.Int32"), new SlotShape(SlotKind.Structure, "System.Int32[]")],
            ResultType = "System.Int32",
            Options = new ElectronOptions
            {
                Executor = "local",
                Retry = new RetryPolicy(3) { Delay = TimeSpan.FromSeconds(2), OnlyExceptions = ["System.IO.IOException"] },
                TimeLimit = TimeSpan.FromMinutes(1),
                Priority = 4,
            },
            Source = "Add(1, xs)",
        });
        var shared = builder.AddSharedConstant(new byte[] { 9, 9, 9 });
        for (var node = 0; node < nodes; node++)
        {
            AddNode(builder, random, template, shared, node);
        }

        for (var i = 0; i < nodes / 4; i++)
        {
            var parent = random.Next(nodes);
            builder.AddWait(random.Next(parent, nodes) is var child && child == parent ? Math.Min(nodes - 1, parent + 1) : child, Math.Min(parent, nodes - 2));
        }

        return builder.Build(new GraphOutput("System.Int32", new byte[] { (byte)StructureTag.Node, 1 }));
    }

    private static void AddNode(GraphBuilder builder, Random random, int template, int shared, int node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var slots = new SlotWriter(buffer);
        if (random.Next(3) == 0)
        {
            slots.SharedConstant(shared);
        }
        else
        {
            slots.Constant(BitConverter.GetBytes(random.Next()));
        }

        var parents = Enumerable.Range(0, node == 0 ? 0 : random.Next(4)).Select(_ => random.Next(node)).ToArray();
        slots.Tag(StructureTag.List);
        slots.Count(parents.Length);
        foreach (var parent in parents)
        {
            slots.Tag(StructureTag.Node);
            slots.Node(parent);
        }

        builder.AddNode(template, buffer.WrittenSpan, parents);
    }
}
