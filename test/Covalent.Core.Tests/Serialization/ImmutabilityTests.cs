using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;

namespace Covalent.Core.Tests.Serialization;

public sealed class ImmutabilityTests
{
    internal sealed record Node(string Name, ImmutableList<Node> Children);

    internal sealed record Loose(string Name)
    {
        public int Count { get; set; }
    }

    internal sealed class Cached(string text)
    {
        [NonSerialized]
        private int _length;

        public string Text { get; } = text;

        public int Length() => _length == 0 ? _length = Text.Length : _length;
    }

    internal struct OpenStruct
    {
        public int Value { get; set; }
    }

    internal sealed record Holder(OpenStruct Value);

    [Theory]
    [InlineData(typeof(int), true)]
    [InlineData(typeof(string), true)]
    [InlineData(typeof(DateTime), true)]
    [InlineData(typeof(Complex), true)]
    [InlineData(typeof(BigInteger), true)]
    [InlineData(typeof(Uri), true)]
    [InlineData(typeof(int?), true)]
    [InlineData(typeof(Colour), true)]
    [InlineData(typeof((int, string)), true)]
    [InlineData(typeof(Tuple<int, string>), true)]
    [InlineData(typeof(Point), true)]
    [InlineData(typeof(Holder), true)]
    [InlineData(typeof(Person), true)]
    [InlineData(typeof(Frozen), true)]
    [InlineData(typeof(Node), true)]
    [InlineData(typeof(IShape), true)]
    [InlineData(typeof(ImmutableArray<string>), true)]
    [InlineData(typeof(ImmutableDictionary<string, Point>), true)]
    [InlineData(typeof(FrozenSet<int>), true)]
    [InlineData(typeof(KeyValuePair<string, int>), true)]
    [InlineData(typeof(int[]), false)]
    [InlineData(typeof(double[,]), false)]
    [InlineData(typeof(List<int>), false)]
    [InlineData(typeof(IReadOnlyList<int>), false)]
    [InlineData(typeof(ReadOnlyMemory<int>), false)]
    [InlineData(typeof(Dictionary<string, int>), false)]
    [InlineData(typeof((int, int[])), false)]
    [InlineData(typeof(ImmutableArray<int[]>), false)]
    [InlineData(typeof(Thawed), false)]
    [InlineData(typeof(Loose), false)]
    [InlineData(typeof(Settings), false)]
    [InlineData(typeof(Cached), false)]
    [InlineData(typeof(Blob), false)]
    [InlineData(typeof(System.Text.StringBuilder), false)]
    public void Type_IsDeeplyImmutable_OnlyWhenNothingInItCanChange(Type type, bool expected) => Assert.Equal(expected, ValueCodec.For(type).IsDeeplyImmutable);

    [Fact]
    public void Field_MarkedNonSerialized_StaysBehind()
    {
        var cached = new Cached("abc");
        Assert.Equal(3, cached.Length());
        Assert.Equal("?{Text:text}", ValueCodec.For<Cached>().Shape.Text);
        Assert.Equal(3, Payload.Encode(cached).Decode<Cached>().Length());
    }
}
