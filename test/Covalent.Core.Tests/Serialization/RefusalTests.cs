using System.Collections;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Text;

namespace Covalent.Core.Tests.Serialization;

/// <summary>Types and values that cannot travel: each message names the thing, the reason and what to do.</summary>
public sealed class RefusalTests
{
    internal abstract class AbstractThing
    {
        public int Id { get; set; }
    }

    internal sealed class Numbers : List<int>;

    internal sealed class Failure(string message) : Exception(message);

    internal sealed class NoMatch
    {
        private readonly int _kelvin;

        public NoMatch(double celsius) => _kelvin = (int)celsius + 273;

        public int Kelvin() => _kelvin;
    }

    internal sealed record Outer(string Name, Middle Middle);

    internal sealed record Middle(List<Inner> Inners);

    internal sealed class Inner
    {
        public Stream? Source { get; set; }
    }

    internal sealed class Watcher
    {
        public event EventHandler? Changed;

        public void Raise() => Changed?.Invoke(this, EventArgs.Empty);
    }

    internal sealed class Endless<T>
    {
        public T? Value { get; set; }
        public Endless<List<T>>? Next { get; set; }
    }

    [System.Runtime.CompilerServices.InlineArray(4)]
    internal struct Four
    {
        private int _first;

        public int First
        {
            readonly get => _first;
            set => _first = value;
        }
    }

    [PayloadTypes]
    internal interface IEmptyList;

    [PayloadTypes(typeof(string))]
    internal interface IWrongList;

    [PayloadCodec(typeof(BlobCodec))]
    internal sealed class WrongCodec;

    [Theory]
    [InlineData(typeof(object), "object", "Declare the real type")]
    [InlineData(typeof(List<object>), "object", "Declare the real type")]
    [InlineData(typeof(Dictionary<string, object>), "object", "Declare the real type")]
    [InlineData(typeof(Func<int>), "delegate", "data it needs")]
    [InlineData(typeof(Action), "delegate", "data it needs")]
    [InlineData(typeof(Stream), "Stream", "byte[]")]
    [InlineData(typeof(MemoryStream), "MemoryStream", "byte[]")]
    [InlineData(typeof(TextReader), "reader", "string")]
    [InlineData(typeof(Task<int>), "Task<int>", "Await it")]
    [InlineData(typeof(ValueTask), "ValueTask", "Await it")]
    [InlineData(typeof(Exception), "exception", "Throw it")]
    [InlineData(typeof(Failure), "Failure", "Throw it")]
    [InlineData(typeof(Type), "code", "enum or a string")]
    [InlineData(typeof(Expression), "code", "data it needs")]
    [InlineData(typeof(CancellationToken), "this machine only", "CancellationToken parameter")]
    [InlineData(typeof(Thread), "this machine only", "electron")]
    [InlineData(typeof(nint), "addresses or handles", "long")]
    [InlineData(typeof(int*), "address", "value itself")]
    [InlineData(typeof(Span<int>), "stack", "array")]
    [InlineData(typeof(void), "no values", "Declare")]
    [InlineData(typeof(Array), "does not say what it holds", "double[]")]
    [InlineData(typeof(Enum), "which enumeration", "itself")]
    [InlineData(typeof(List<>), "open generic", "List<int>")]
    [InlineData(typeof(IEnumerable), "which items", "IReadOnlyList<T>")]
    [InlineData(typeof(ArrayList), "framework type", "codec")]
    [InlineData(typeof(IDisposable), "an interface", "[PayloadTypes(")]
    [InlineData(typeof(AbstractThing), "is abstract", "[PayloadTypes(")]
    [InlineData(typeof(Math), "static class", "Declare")]
    [InlineData(typeof(PriorityQueue<int, int>), "framework type", "codec")]
    [InlineData(typeof(Random), "framework type", "codec")]
    [InlineData(typeof(Encoding), "abstract", "PayloadTypes")]
    [InlineData(typeof(Numbers), "derives from the framework's List<int>", "in a member")]
    [InlineData(typeof(NoMatch), "no constructor", "make it a record")]
    [InlineData(typeof(Outer), "stream", "(at .Middle.Inners.Source)")]
    [InlineData(typeof(Watcher), "delegate", "(at .Changed)")]
    [InlineData(typeof(Endless<int>), "without end", "contains itself directly")]
    [InlineData(typeof(Four), "inline array", "Use an array")]
    [InlineData(typeof(IEmptyList), "empty", "[PayloadTypes(")]
    [InlineData(typeof(IWrongList), "no class that derives from it", "Remove it")]
    [InlineData(typeof(WrongCodec), "does not derive from PayloadCodec<", "Derive it")]
    [InlineData(typeof(Lazy<int>), "framework type", "codec")]
    [InlineData(typeof(IQueryable<int>), "which collection", "IReadOnlyList<T>")]
    public void Type_ThatCannotTravel_IsRefusedWithRemedy(Type type, string reason, string remedy)
    {
        var message = Assert.Throws<PayloadException>(() => ValueCodec.For(type)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_ThatContainsItself_IsToldWithItsPath()
    {
        var link = new Link { Next = new Link { Next = new Link() } };
        link.Next.Next.Next = link.Next;
        var message = Assert.Throws<PayloadException>(() => Payload.Encode(link)).Message;
        Assert.Contains("contains itself: .Next.Next.Next leads back to .Next", message, StringComparison.Ordinal);
        Assert.Contains("contains itself", Assert.Throws<PayloadException>(() => Payload.EncodeJson(link)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_ThatContainsItselfInACollection_IsToldWithItsPath()
    {
        var tree = new Tree("root");
        tree.Children.Add(new Tree("leaf"));
        tree.Children.Add(tree);
        var message = Assert.Throws<PayloadException>(() => Payload.Encode(tree)).Message;
        Assert.Contains(".Children[1] leads back to the value itself", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_BeyondTheDepthLimit_IsToldAsTooDeep()
    {
        Link? head = null;
        for (var count = 0; count < 3000; count++)
        {
            head = new Link { Next = head };
        }

        var message = Assert.Throws<PayloadException>(() => Payload.Encode(head)).Message;
        Assert.Contains("levels deep", message, StringComparison.Ordinal);
        Assert.DoesNotContain("itself", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 50, 600);
    }

    [Fact]
    public void Value_OfADerivedType_IsRefusedInsteadOfCut()
    {
        var message = Assert.Throws<PayloadException>(() => Payload.Encode(new List<OpenBase> { new(), new OpenDerived() })).Message;
        Assert.Contains("OpenDerived stands where", message, StringComparison.Ordinal);
        Assert.Contains("(at [1])", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_NotInTheClosedList_IsRefusedByName()
    {
        var message = Assert.Throws<PayloadException>(() => Payload.Encode<IShape>(new Triangle())).Message;
        Assert.Contains("Triangle", message, StringComparison.Ordinal);
        Assert.Contains("Circle", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Collection_WithItsOwnComparer_IsRefused()
    {
        var byLength = Comparer<string>.Create((a, b) => a.Length - b.Length);
        Assert.Contains("comparer", Assert.Throws<PayloadException>(() => Payload.Encode(new SortedSet<string>(["a"], byLength))).Message, StringComparison.Ordinal);
        Assert.Contains("comparer", Assert.Throws<PayloadException>(() => Payload.Encode(ImmutableSortedDictionary.Create<string, int>(byLength).Add("a", 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Array_ThatDoesNotStartAtZero_IsRefused()
    {
        var array = (int[,])Array.CreateInstance(typeof(int), [2, 2], [1, 1]);
        Assert.Contains("starts at 1", Assert.Throws<PayloadException>(() => Payload.Encode(array)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_OfAnotherTypeThanDeclared_IsRefused()
    {
        Assert.Contains("int was declared, but the value is a string", Assert.Throws<PayloadException>(() => Payload.Encode(typeof(int), "text")).Message, StringComparison.Ordinal);
        Assert.Contains("but the value is null", Assert.Throws<PayloadException>(() => Payload.Encode(typeof(int), null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(double), "holds a value of type int and cannot be read as double")]
    [InlineData(typeof(string), "holds a value of type int and cannot be read as string")]
    [InlineData(typeof(uint), "holds a value of type int and cannot be read as uint")]
    [InlineData(typeof(Person), "holds a value of type int and cannot be read as")]
    public void Payload_ReadAsAnotherType_IsRefused(Type type, string reason) =>
        Assert.Contains(reason, Assert.Throws<PayloadException>(() => Payload.Encode(5).Decode(type)).Message, StringComparison.Ordinal);

    [Fact]
    public void Payload_OfAClassWhoseMembersChanged_IsToldSo()
    {
        var before = Payload.Encode(new Versions.Before.Order(1)).ToArray();
        var renamed = Encoding.UTF8.GetString(before).Contains("Before", StringComparison.Ordinal);
        Assert.True(renamed);
        var message = Assert.Throws<PayloadException>(() => Payload.FromBytes(before).Decode<Versions.After.Order>()).Message;
        Assert.Contains("Versions.Before.Order", message, StringComparison.Ordinal);
        Assert.Equal(1, Payload.FromBytes(before).Decode<Versions.Same.Order>().Number);
    }

    private sealed record Triangle : IShape;

    private static class Versions
    {
        internal static class Before
        {
            internal sealed record Order(int Number);
        }

        internal static class After
        {
            internal sealed record Order(int Number, string Customer);
        }

        internal static class Same
        {
            internal sealed record Order(int Number);
        }
    }
}
