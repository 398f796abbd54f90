using System.Globalization;
using System.Numerics;

namespace Covalent.Core.Tests.Serialization;

public sealed class PreviewTests
{
    public static TheoryData<string, string> Expected => new()
    {
        { Preview(42), "42" },
        { Preview(-0.5), "-0.5" },
        { Preview(true), "true" },
        { Preview("say \"hi\"\n"), "\"say \\\"hi\\\"\\n\"" },
        { Preview((string?)null), "null" },
        { Preview((int?)null), "null" },
        { Preview((int?)3), "3" },
        { Preview('x'), "'x'" },
        { Preview(Colour.Green), "Green" },
        { Preview(new Complex(1, -2)), "1-2i" },
        { Preview(new[] { 1, 2, 3 }), "[1, 2, 3]" },
        { Preview(Array.Empty<int>()), "[]" },
        { Preview(new double[10_000_000]), "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 10,000,000 items]" },
        { Preview(new List<string?> { "a", null }), "[\"a\", null]" },
        { Preview(new HashSet<int> { 1 }), "[1]" },
        { Preview(new double[2, 3]), "2×3 [0, 0, 0, 0, 0, 0]" },
        { Preview(new int[][] { [1, 2], [3] }), "[[1, 2], [3]]" },
        { Preview(new Dictionary<string, int> { ["a"] = 1 }), "{\"a\": 1}" },
        { Preview(Enumerable.Range(0, 20).ToDictionary(x => x)), "{0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9, … 20 items}" },
        { Preview((1, "a")), "(1, \"a\")" },
        { Preview((1, 2, 3, 4, 5, 6, 7, 8)), "(1, 2, 3, 4, 5, 6, 7, 8)" },
        { Preview(new Person("Ada", 36)), "Person { Name = \"Ada\", Age = 36, Friend = null }" },
        { Preview(new { A = 1 }), "{ A = 1 }" },
        { Preview<IShape>(new Circle(2)), "Circle { Radius = 2 }" },
        { Preview(Enumerable.Range(0, 3).Where(x => x > 0)), "[…]" },
        { Preview(BigInteger.Pow(2, 10_000)), "integer of 10,001 bits" },
        { Preview(new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc)), "2024-01-02T03:04:05.0000000Z" },
        { Preview(new Blob([1, 2])), "2 bytes, form 2" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void Preview_OfAValue_ReadsLikeCSharp(string actual, string expected) => Assert.Equal(expected, actual);

    [Fact]
    public void Preview_OfLargeValues_StaysShortAndOnOneLine()
    {
        foreach (var payload in new[]
        {
            Payload.Encode(new string('x', 100_000)), Payload.Encode(Enumerable.Repeat("a\nb" + new string('y', 300), 100).ToList()),
            Payload.Encode(Enumerable.Range(0, 100).Select(x => new Person(new string('z', x), x)).ToArray()), Payload.Encode(new Tree(new string('\u0001', 500))),
            Payload.Encode(Enumerable.Range(0, 30).ToDictionary(x => new string('k', 100) + x)), Payload.Encode(string.Concat(Enumerable.Repeat("𝄞", 300))),
        })
        {
            Assert.InRange(payload.Preview.Length, 1, PreviewLimit);
            Assert.DoesNotContain('\n', payload.Preview);
            Assert.Contains('…', payload.Preview);
            Assert.Equal(payload.Preview, Payload.ReadPreview(payload.ToArray().AsSpan(0, (int)Math.Min(payload.Length, Payload.HeaderSize))));
        }
    }

    [Fact]
    public void Preview_OfALargeBodyKeptWithoutItsHead_IsMadeFromItsStart()
    {
        Check(new double[1_000_000], "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 1,000,000 items]");
        Check(new double[1000, 1000], "1,000×1,000 [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 1,000,000 items]");
        Check(Enumerable.Repeat("ab", 1000).ToList(), "[\"ab\", \"ab\", \"ab\", \"ab\", \"ab\", \"ab\", \"ab\", \"ab\", \"ab\", \"ab\", … 1,000 items]");
        Check(new[] { "a", new string('b', 100_000) }, "[\"a\", … 2 items]");
        Check(new string('x', 300) + new string('y', 5000), "\"" + new string('x', 254) + "…");

        static void Check<T>(T value, string expected)
        {
            var body = new System.Buffers.ArrayBufferWriter<byte>();
            ValueCodec.For<T>().Encode(value, body);
            Assert.Equal(expected, Payload.FromBody(PayloadCodecs.Binary, Core.Graph.TypeReference.Format(typeof(T)), default, body.WrittenMemory).Preview);
        }
    }

    [Fact]
    public void Preview_WhenTheOwnCodecFails_IsStillThere() => Assert.Equal("…", Payload.Encode(new Failing { Value = 1 }).Preview);

    [Fact]
    public void Preview_InAnotherCulture_IsTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal("-1.5", Preview(-1.5));
            Assert.Equal("[-1.5]", Preview(new[] { -1.5m }));
            Assert.Equal(-1.5, Payload.EncodeJson(-1.5).Decode<double>());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private const int PreviewLimit = 256 + 2;

    private static string Preview<T>(T value) => Payload.Encode(value).Preview;
}
