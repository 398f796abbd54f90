using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Numerics;
using System.Text;

namespace Covalent.Core.Tests.Serialization;

public sealed class RoundTripTests
{
    private static T Travel<T>(T value)
    {
        var bytes = Payload.Encode(value).ToArray();
        var direct = new ArrayBufferWriter<byte>();
        ValueCodec.For<T>().EncodePayload(value, direct);
        Assert.Equal(bytes, direct.WrittenSpan.ToArray());
        Assert.Equal(bytes, Payload.Encode(typeof(T), value).ToArray());
        return Payload.FromBytes(bytes).Decode<T>();
    }

    private static void Same<T>(T value) => Assert.Equal(value, Travel(value));

    private static void SameJson<T>(T value) => Assert.Equal(value, Payload.FromBytes(Payload.EncodeJson(value).ToArray()).Decode<T>());

    private static void Both<T>(T value)
    {
        Same(value);
        SameJson(value);
    }

    [Fact]
    public void Scalars_OfEveryKind_ComeBackEqual()
    {
        Both(true);
        Both((byte)200);
        Both((sbyte)-100);
        Both(short.MinValue);
        Both(ushort.MaxValue);
        Both(int.MinValue);
        Both(uint.MaxValue);
        Both(long.MinValue);
        Both(ulong.MaxValue);
        Both(Int128.MinValue);
        Both(UInt128.MaxValue);
        Both((Half)1.5);
        Both(float.NaN);
        Both(double.NegativeInfinity);
        Both(-0.1);
        Both(decimal.MinValue);
        Both(1.500m);
        Both('ä');
        Both(BigInteger.Pow(-7, 300));
        Both(BigInteger.Zero);
        Both(new Complex(1, -2));
        Both(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
        Both(TimeSpan.FromMilliseconds(-12345));
        Both(new DateOnly(2024, 2, 29));
        Both(new TimeOnly(23, 59, 59, 999));
        Both(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-7)));
        Both(new Uri("https://example.org/a?b=c"));
        Both(new Uri("/relative/path", UriKind.Relative));
        Both(new Version(1, 2, 3));
        Both(Colour.Green);
        Both((Colour)77);
        Both((int?)null);
        Both((int?)5);
        Assert.Equal("mutable", Travel(new StringBuilder("mutable")).ToString());
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void DateTime_OfEachKind_KeepsClockAndKind(DateTimeKind kind)
    {
        var back = Travel(new DateTime(638_000_000_000_000_001, kind));
        Assert.Equal(638_000_000_000_000_001, back.Ticks);
        Assert.Equal(kind, back.Kind);
    }

    [Fact]
    public void Strings_OfAllSizesAndContents_ComeBackEqual()
    {
        foreach (var length in new[] { 0, 1, 62, 63, 64, 127, 1023, 1024, 1025, 5000, 100_000 })
        {
            Both(new string('a', length));
            Both(new string('ß', length));
            Both(new string('漢', length));
            Both(string.Concat(Enumerable.Repeat("𝄞", length / 2)));
            Same(new string('x', length) + "\uD800" + new string('y', length));
            Same(new string('é', length) + "\uDC00");
        }

        Both((string?)null);
        Both("quote \" back \\ newline \n nul \0 end");
    }

    [Fact]
    public void Arrays_OfUnmanagedItems_ComeBackEqual()
    {
        Both(new double[] { 1, double.NaN, double.MinValue });
        Both(new bool[] { true, false, true });
        Both(new byte[] { 1, 2, 3 });
        Both(Array.Empty<int>());
        Both((int[]?)null);
        Both(new Complex[] { new(1, 2), new(3, 4) });
        Both(new Point[] { new(1, 2), new(3, 4) });
        Both(new (int, float)[] { (1, 2), (3, 4) });
        Both(new (byte, long)[] { (1, 2), (3, 4) });
        Both(new decimal[] { 1, 2.5m });
        Both(new Half[] { (Half)1, (Half)2 });
        Both(new Guid[] { Guid.Empty });
        Both(new Vector3[] { new(1, 2, 3) });
        Both(new char[] { 'a', 'b' });
        Both(new int?[] { 1, null });
        Both(new Colour[] { Colour.Red });
        Both(new TimeSpan[] { TimeSpan.FromDays(1) });
        Both(new DateTime[] { new(2020, 1, 1) });
        Both(new string?[] { "a", null, "" });
        Both(new int[][] { [1], [], [2, 3] });
        Both(new Padded[] { new() { Small = 1, Large = 2, Flag = true } });
    }

    [Fact]
    public void Grids_OfAnyRank_ComeBackEqual()
    {
        Both(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Same(new int[2, 0, 3]);
        Both(new int[,,] { { { 1, 2 }, { 3, 4 } } });
        Both(new string?[,] { { "a", null } });
        Both(new double[][,] { new double[,] { { 1 } } });
        Both((double[,]?)null);
    }

    [Fact]
    public void Collections_OfTheFramework_ComeBackEqual()
    {
        Both(new List<int> { 1, 2 });
        Both(new List<string?> { "a", null });
        Both(new Queue<int>([1, 2, 3]));
        Both(new Stack<int>([1, 2, 3]));
        Both(new LinkedList<int>([1, 2]));
        Both(new HashSet<string>(["a", "b"]));
        Both(new SortedSet<int>([3, 1]));
        Both(new ConcurrentQueue<int>([1, 2]));
        Both(new ConcurrentStack<int>([1, 2]));
        Both(new ConcurrentBag<int>([1, 2, 3]));
        Both(ImmutableArray.Create(1, 2));
        Both(ImmutableList.Create("a"));
        Both(ImmutableQueue.Create(1, 2));
        Both(ImmutableStack.Create(1, 2));
        Both(ImmutableHashSet.Create(1));
        Both(ImmutableSortedSet.Create(2, 1));
        Both(new Collection<int>([1]));
        Both(new ReadOnlyCollection<int>([1]));
        Both(new ObservableCollection<int>([1]));
        Both(new[] { 1 }.ToFrozenSet());
        Both(new Dictionary<string, int> { ["a"] = 1 });
        Both(new Dictionary<Point, string> { [new Point(1, 2)] = "p" });
        Both(new Dictionary<(int, string), List<int>> { [(1, "a")] = [1] });
        Both(new Dictionary<Colour, int> { [Colour.Red] = 1 });
        Both(new SortedDictionary<int, string> { [2] = "b", [1] = "a" });
        Both(new SortedList<string, int> { ["b"] = 2, ["a"] = 1 });
        Both(new ConcurrentDictionary<string, int> { ["a"] = 1 });
        Both(ImmutableDictionary.CreateRange([KeyValuePair.Create("a", 1)]));
        Both(ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("a", 1)]));
        Both(new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary());
        Both(new ReadOnlyDictionary<string, int>(new Dictionary<string, int> { ["a"] = 1 }));
        Both(KeyValuePair.Create("k", 3));
        Assert.Equal([1, 2], Travel(new Memory<int>([1, 2])).ToArray());
        Assert.Equal([1, 2], Travel(new ReadOnlyMemory<int>([1, 2])).ToArray());
        Assert.Equal([2], Travel(new ArraySegment<int>([1, 2, 3], 1, 1)).ToArray());
    }

    [Fact]
    public void Interfaces_OfCollections_BecomeFixedConcreteTypes()
    {
        Assert.Equal([1, 4, 9], Assert.IsType<List<int>>(Travel(new[] { 1, 2, 3 }.Select(x => x * x))));
        Assert.IsType<List<int>>(Travel<IList<int>>(new[] { 1 }));
        Assert.IsType<List<int>>(Travel<IReadOnlyCollection<int>>(new HashSet<int> { 1 }));
        Assert.IsType<HashSet<int>>(Travel<ISet<int>>(new SortedSet<int> { 1 }));
        Assert.IsType<HashSet<int>>(Travel<IReadOnlySet<int>>(new HashSet<int> { 1 }));
        Assert.IsType<Dictionary<string, int>>(Travel<IReadOnlyDictionary<string, int>>(new SortedDictionary<string, int> { ["a"] = 1 }));
        Assert.IsType<Dictionary<string, int>>(Travel<IDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Equal([1], Travel<IImmutableList<int>>([1]));
        Assert.Single(Travel<IImmutableDictionary<string, int>>(ImmutableDictionary<string, int>.Empty.Add("a", 1)));
        Assert.Single(Travel<IImmutableSet<int>>([1]));
        Assert.Null(Travel<IReadOnlyList<int>?>(null));
    }

    [Fact]
    public void Comparers_KnownToBothSides_AreKept()
    {
        Assert.Contains("A", Travel(new HashSet<string>(["a"], StringComparer.OrdinalIgnoreCase)));
        Assert.True(Travel(new Dictionary<string, int>(StringComparer.InvariantCultureIgnoreCase) { ["a"] = 1 }).ContainsKey("A"));
        Assert.True(Travel<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 }).ContainsKey("A"));
        Assert.Equal(["B", "a"], Travel(new SortedSet<string>(["a", "B"], StringComparer.Ordinal)));
        Assert.Equal(["B", "a"], Travel(new SortedDictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1, ["B"] = 1 }).Keys);
    }

    [Fact]
    public void Tuples_OfEveryLength_ComeBackEqual()
    {
        Both(ValueTuple.Create(1));
        Both((1, "a"));
        Both((1, 2, 3.5));
        Both((1, 2, 3, "d"));
        Both((1, 2, 3, 4, "e"));
        Both((1, 2, 3, 4, 5, "f"));
        Both((1, 2, 3, 4, 5, 6, "g"));
        Both((1, 2, 3, 4, 5, 6, 7, "h"));
        Both((1, 2, 3, 4, 5, 6, 7, 8, 9, "j"));
        Both((1, (2, new Point(3, 4)), "x"));
        Both(Tuple.Create(1, "a"));
        Both(Tuple.Create(1, 2, 3, 4, 5, 6, 7, "h"));
        Both(((int, string)?)(1, "a"));
    }

    [Fact]
    public void Records_AndStructs_ComeBackEqual()
    {
        Both(new Person("Ada", 36, new Person("Grace", 40)));
        Both(new Point(1, 2));
        Both(new Labelled("l", new Point(1, 2), Colour.Red));
        Both(new Pair<int, string>(1, "a"));
        Both(new Pair<List<int>?, Point>(null, default));
        Both(new { A = 1, B = "x" });
        Both(new Padded { Small = 3, Large = 4, Flag = true });
        Both(1..^2);
        Both((Person?)null);
        var reading = new Reading(Guid.NewGuid(), new DateTime(2024, 1, 1), 1.5, null, ["a", "b"], new() { ["k"] = 2 });
        var back = Travel(reading);
        Assert.Equal((reading.Id, reading.At, reading.Value, reading.Note), (back.Id, back.At, back.Value, back.Note));
        Assert.Equal(reading.Tags, back.Tags);
        Assert.Equal(reading.Extra, back.Extra);
    }

    [Fact]
    public void Class_WithSettersFieldsAndReadOnlyCollection_KeepsAll()
    {
        var settings = new Settings { Name = "n", Level = 3, Upper = "U" };
        settings.Tags.Add("t");
        foreach (var back in new[] { Travel(settings), Payload.EncodeJson(settings).Decode<Settings>() })
        {
            Assert.Equal(("n", 3, "U"), (back.Name, back.Level, back.Upper));
            Assert.Equal(["t"], back.Tags);
        }
    }

    [Fact]
    public void Class_WithPrivateStateAndConstructor_KeepsIt() =>
        Assert.Equal(12.5m, Travel(Account.Open("o", 12.5m)).Balance());

    [Fact]
    public void Class_WithCapturedPrimaryConstructorParameter_KeepsIt() => Assert.Equal(5, Travel(new Adder(3)).Add(2));

    [Fact]
    public void Tree_OfObjects_ComesBackWhole()
    {
        var back = Travel(new Tree("root") { Children = { new Tree("a"), new Tree("b") { Children = { new Tree("c") } } } });
        Assert.Equal("c", back.Children[1].Children[0].Name);
    }

    [Fact]
    public void Chain_BelowTheDepthLimit_ComesBackWhole()
    {
        Link? head = null;
        for (var value = 900; value > 0; value--)
        {
            head = new Link { Value = value, Next = head };
        }

        var count = 0;
        for (var link = Travel(head); link is not null; link = link.Next)
        {
            Assert.Equal(++count, link.Value);
        }

        Assert.Equal(900, count);
    }

    [Fact]
    public void ClosedList_OfInterfaceAndBaseClass_KeepsTheRealType()
    {
        Both<IShape>(new Square(2, new Circle(1)));
        Both<IShape?>(null);
        Assert.Equal(3, Assert.IsType<Dog>(Travel<Animal>(new Dog { Name = "d", Barks = 3 })).Barks);
        Assert.Equal("a", Assert.IsType<Animal>(Travel(new Animal { Name = "a" })).Name);
    }
}
