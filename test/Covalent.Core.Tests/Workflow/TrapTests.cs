using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Expressions;
using Covalent.Core.Graph;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Workflow;

/// <summary>The traps of the design that are the authoring side's, one by one.</summary>
public sealed class TrapTests
{
    [Fact]
    [Trait("Trap", "1")]
    public void SubExpressions_AreAClosedVersionedForm_WithoutSpans()
    {
        int[] known = [3, 4];
        var template = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(2));
            return Electron(() => Tasks.Text(known.Contains(a)));
        }).TemplateOf(1);

        Assert.Equal(1, template.Expression.Span[0]);
        var call = TokenCodec.Read(template.Expression).Single(token => token.Op == Op.Call);
        Assert.Equal(typeof(Enumerable), ((System.Reflection.MethodInfo)call.Subject!).DeclaringType);
    }

    [Fact]
    [Trait("Trap", "2")]
    public void Core_GeneratesNoCode()
    {
        var used = typeof(Covalent.Workflow).Assembly.GetReferencedAssemblies().Select(name => name.Name).ToList();

        Assert.DoesNotContain("System.Reflection.Emit", used);
        Assert.DoesNotContain("System.Reflection.Emit.ILGeneration", used);
        Assert.DoesNotContain("Microsoft.CSharp", used);
    }

    [Fact]
    [Trait("Trap", "5")]
    public void Identity_OfACall_CoversWhatIsComputedAroundIt()
    {
        var graph = Build.Graph(() =>
        {
            var a = Electron(() => Tasks.Inc(1));
            Electron(() => Tasks.Inc(a));
            Electron(() => Tasks.Inc(a + a));
            Electron(() => Tasks.Inc(a - a));
            Electron(() => Tasks.Apply(x => x + 1, a));
            return Electron(() => Tasks.Apply(x => x + 2, a));
        });

        var hashes = Enumerable.Range(0, graph.NodeCount).Select(node => graph.TemplateOf(node).Function!.CodeHash).ToArray();
        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(3, hashes[1..4].Distinct().Count());
        Assert.All(hashes, Assert.NotNull);

        // x + 1 and x + 2 differ in a slot, not in what is done.
        Assert.Equal(hashes[4], hashes[5]);
        Assert.NotEqual(graph.SlotsOf(4).ToArray(), graph.SlotsOf(5).ToArray());
    }

    [Fact]
    [Trait("Trap", "6")]
    public void Constants_GoAsTheirDeclaredType_CollectionInterfacesIncluded()
    {
        IEnumerable<int> query = Enumerable.Range(0, 3).Where(x => x > 0);
        IReadOnlyList<int> list = [1, 2];
        var graph = Build.Graph(() =>
        {
            Electron(() => Tasks.Total(list));
            return Electron(() => Tasks.TotalOf(query.ToArray()));
        });

        Assert.Contains("IReadOnlyList", graph.TemplateOf(0).Slots[0].Type, StringComparison.Ordinal);
        Assert.Equal("System.Int32[]", graph.TemplateOf(1).Slots[0].Type);
    }

    [Fact]
    [Trait("Trap", "7")]
    public async Task Consumers_GetAValueOfTheirOwn_UnlessItCannotChange()
    {
        var value = await Build.Value(() =>
        {
            var list = Electron(() => Tasks.Twice(1));
            var spoilt = Electron(() => Spoil(list));
            return Wait(Electron(() => Tasks.Total(list.Value)), after: spoilt);
        });

        Assert.Equal(2, value);
        Assert.False(ValueCodec.For(typeof(List<int>)).IsDeeplyImmutable);
        Assert.True(ValueCodec.For(typeof(string)).IsDeeplyImmutable);
    }

    [Fact]
    [Trait("Trap", "11")]
    public async Task Sublattice_IsReturnedAsAGraph_WithoutCallingBack()
    {
        // There is no dispatcher here to call.
        Assert.Throws<CovalentException>(() => ClientProvider.Current);
        var graph = Build.Graph(() => Electron(() => Lattices.SumTo(3, 2)));
        var invoker = TaskInvoker.For(graph.TemplateOf(0));
        var runner = new InMemoryRunner(graph);
        var first = await invoker.InvokeAsync(graph.SlotsOf(0), graph.SharedConstants, runner, default);
        var second = await invoker.InvokeAsync(graph.SlotsOf(0), graph.SharedConstants, runner, default);

        Assert.Null(first.Value);
        Assert.Equal(["n", "+", "+"], Build.Names(first.Child!));
        Assert.Equal(Bytes(first.Child!), Bytes(second.Child!));
    }

    [Fact]
    [Trait("Trap", "13")]
    public void Core_KnowsNoEngine() =>
        Assert.DoesNotContain(typeof(Covalent.Workflow).Assembly.GetReferencedAssemblies(), name => name.Name is "Covalent" or "Covalent.Engine" or "Covalent.Executors");

    public static int Spoil(List<int> list)
    {
        list.Clear();
        return 0;
    }

    private static byte[] Bytes(TransportGraph graph)
    {
        var output = new ArrayBufferWriter<byte>();
        GraphCodec.Write(output, graph);
        return output.WrittenSpan.ToArray();
    }
}
