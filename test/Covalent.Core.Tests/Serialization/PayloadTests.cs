using System.Buffers;
using System.Text;

namespace Covalent.Core.Tests.Serialization;

public sealed class PayloadTests
{
    [Fact]
    public void Int_AsPayload_TakesSevenBytes() => Assert.Equal("C100062A000000", Convert.ToHexString(Payload.Encode(42).ToArray()));

    [Fact]
    public void Int_EncodedAgainAndAgain_AllocatesNothing()
    {
        var codec = ValueCodec.For<int>();
        var output = new ArrayBufferWriter<byte>(1 << 20);
        codec.EncodePayload(1, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var value = 0; value < 10_000; value++)
        {
            codec.EncodePayload(value, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(9_999, codec.DecodePayloadValue(output.WrittenSpan[^7..]));
    }

    [Fact]
    public void Header_OfEachKind_IsReadWithoutTheBody()
    {
        Check(Payload.Encode(1.5), "double", "1.5");
        Check(Payload.Encode(new List<Person>()), "List<Covalent.Core.Tests.Serialization.Person>", "[]");
        Check(Payload.Encode(new Dictionary<string, (int, Point?)>()), "Dictionary<string, (int, Covalent.Core.Tests.Serialization.Point?)>", "{}");
        Check(Payload.Encode(Array.Empty<double[,]>()), "double[][,]", "[]");
        Check(Payload.Encode(new { A = 1, B = "b" }), "{ int A, string B }", "{ A = 1, B = \"b\" }");

        static void Check(Payload payload, string type, string preview)
        {
            var start = payload.ToArray().AsSpan(0, (int)Math.Min(payload.Length, Payload.HeaderSize));
            Assert.Equal(new PayloadHeader(PayloadCodecs.Binary, type), Payload.ReadHeader(start));
            Assert.Equal(preview, Payload.ReadPreview(start));
            Assert.Equal(payload.Header, Payload.ReadHeader(start));
        }
    }

    [Fact]
    [Trait("Checklist", "15")]
    public void Payload_OfNestedCollections_IsEqualByBytes_WrapsOnce_AndShowsHeaderAndTextAlone()
    {
        var value = new List<Dictionary<string, int[]>> { new() { ["a"] = [1, 2], ["b"] = [] } };
        var payload = Payload.Encode(value);
        var again = Payload.FromBytes(payload.ToArray());
        Assert.Equal(Convert.ToHexString(payload.ToArray()), Convert.ToHexString(again.ToArray()));
        Assert.Equal(payload.ToArray(), Payload.FromBytes(again.ToArray()).ToArray());

        var start = payload.ToArray().AsSpan(0, (int)Math.Min(payload.Length, Payload.HeaderSize));
        Assert.Equal("List<Dictionary<string, int[]>>", Payload.ReadHeader(start).Type);
        Assert.Equal(payload.Preview, Payload.ReadPreview(start));
        Assert.Contains("\"a\"", payload.Preview, StringComparison.Ordinal);
        Assert.Equal(value[0]["a"], again.Decode<List<Dictionary<string, int[]>>>()[0]["a"]);
    }

    [Fact]
    public void Header_WithAVeryLongTypeName_StaysReadable()
    {
        var payload = Payload.Encode<(Dictionary<string, Dictionary<string, Dictionary<string, Pair<Person, Pair<Person, Pair<Person, Pair<Person, Pair<Reading, Pair<Reading, Pair<Reading, Reading>>>>>>>>>>,
            Pair<Pair<Pair<Pair<Reading, Reading>, Pair<Reading, Reading>>, Pair<Reading, Reading>>, Pair<Pair<Reading, Reading>, Pair<Reading, Reading>>>)>(default);
        Assert.Equal(1000, Encoding.UTF8.GetByteCount(payload.Header.Type));
        Assert.Equal(payload.Header, Payload.ReadHeader(payload.ToArray()));
    }

    [Fact]
    public void Wrapped_BytesOfAnotherLanguage_TravelUnopened()
    {
        var header = new PayloadHeader(PayloadCodecs.Pickle, "sklearn.svm.SVC", 5);
        var payload = Payload.FromBytes(Payload.Wrap(header, "SVC(C=1.0)", new byte[] { 1, 2, 3 }).ToArray());
        Assert.Equal(header, payload.Header);
        Assert.Equal("SVC(C=1.0)", payload.Preview);
        Assert.Equal([1, 2, 3], payload.Body.ToArray());
        Assert.Contains("python/pickle", Assert.Throws<PayloadException>(() => payload.Decode<int>()).Message, StringComparison.Ordinal);
        Assert.Equal("arrow", Payload.FromBytes(Payload.Wrap(new PayloadHeader("arrow", "Table"), "", new byte[1]).ToArray()).Header.Codec);
        Assert.Throws<ArgumentException>(() => Payload.Wrap(new PayloadHeader(PayloadCodecs.Binary, "int"), "", new byte[4]));
    }

    [Fact]
    public void Wrapped_Json_DecodesIntoTheDeclaredType()
    {
        var payload = Payload.Wrap(new PayloadHeader(PayloadCodecs.Json, "dict"), "", Encoding.UTF8.GetBytes("""{"x": 1, "y": 2.5}"""));
        Assert.Equal(new Point(1, 2.5), payload.Decode<Point>());
        Assert.Equal(2.5, payload.Decode<Dictionary<string, double>>()["y"]);
    }

    [Fact]
    public async Task Stream_OfAPayload_ReadsBackWhole()
    {
        var values = Enumerable.Range(0, 300_000).Select(x => x * 0.5).ToArray();
        using var stream = new TricklingStream();
        await Payload.Encode(values).WriteToAsync(stream);
        stream.Position = 0;
        var back = await Payload.ReadFromAsync(stream);
        Assert.False(back.Body.IsSingleSegment);
        Assert.Equal(values, back.Decode<double[]>());
    }

    [Fact]
    public async Task Stream_OfGarbage_IsRefused()
    {
        using var stream = new MemoryStream([1, 2, 3]);
        await Assert.ThrowsAsync<PayloadException>(() => Payload.ReadFromAsync(stream));
        using var empty = new MemoryStream();
        await Assert.ThrowsAsync<PayloadException>(() => Payload.ReadFromAsync(empty));
    }

    [Fact]
    public void SameShape_InAnotherCollection_IsReadable()
    {
        var payload = Payload.Encode(new List<int> { 1, 2 });
        Assert.Equal([1, 2], payload.Decode<int[]>());
        Assert.Equal([1, 2], payload.Decode<IReadOnlyList<int>>());
        Assert.Equal([1, 2], payload.Decode<Memory<int>>().ToArray());
        Assert.Equal(1.0, Payload.Encode<IReadOnlyDictionary<string, double>>(new Dictionary<string, double> { ["a"] = 1 }).Decode<SortedDictionary<string, double>>()["a"]);
    }

    [Fact]
    public void Decode_Twice_GivesIndependentValues()
    {
        var payload = Payload.Encode(new[] { 1 });
        payload.Decode<int[]>()[0] = 9;
        Assert.Equal(1, payload.Decode<int[]>()[0]);
    }

    [Fact]
    public void Encode_OfTheSameValue_GivesTheSameBytes()
    {
        Assert.Equal(Payload.Encode(new Padded { Small = 1, Flag = true }).ToArray(), Payload.Encode(new Padded { Small = 1, Flag = true }).ToArray());
        Assert.Equal(Payload.Encode(new[] { new Padded() }).ToArray(), Payload.Encode(new[] { new Padded() }).ToArray());
    }

    [Fact]
    public async Task Codecs_AskedForByManyThreadsAtOnce_AreTheSame()
    {
        using var start = new Barrier(8);
        var codecs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Payload.Encode(new Pair<Tree, Pair<Link, Colour>>(new Tree("t"), new Pair<Link, Colour>(new Link(), Colour.Red))).ToArray();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.All(codecs, bytes => Assert.Equal(codecs[0], bytes));
    }

    /// <summary>A stream that gives a few bytes at a time, like a slow network.</summary>
    private sealed class TricklingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1777)], cancellationToken);
    }
}
