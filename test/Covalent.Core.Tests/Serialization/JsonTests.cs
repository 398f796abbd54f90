using System.Buffers;
using System.Numerics;
using System.Text;

namespace Covalent.Core.Tests.Serialization;

/// <summary>JSON as other languages write it, into declared types, and back.</summary>
public sealed class JsonTests
{
    internal sealed record Options(string Name, int Retries = 3, double? Rate = null);

    internal sealed class Mixed
    {
        public required string Id { get; init; }
        public int Count { get; set; } = 7;
    }

    private static T Read<T>(string json) => ValueCodec.For<T>().DecodeJsonValue(Encoding.UTF8.GetBytes(json));

    private static string Write<T>(T value)
    {
        var output = new ArrayBufferWriter<byte>();
        ValueCodec.For<T>().EncodeJson(value, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void Numbers_AsOtherLanguagesWriteThem_AreRead()
    {
        Assert.Equal(3, Read<int>("3"));
        Assert.Equal(3, Read<int>("3.0"));
        Assert.Equal(300, Read<int>("3e2"));
        Assert.Equal(3, Read<double>("3"));
        Assert.Equal(double.PositiveInfinity, Read<double>("\"Infinity\""));
        Assert.Equal(BigInteger.Pow(10, 40), Read<BigInteger>("1" + new string('0', 40)));
        Assert.Equal(new Complex(1, 2), Read<Complex>("[1, 2]"));
        Assert.Equal(new Complex(5, 0), Read<Complex>("5"));
    }

    [Fact]
    public void Arrays_BecomeListsTuplesAndGrids()
    {
        Assert.Equal([1, 2], Read<List<int>>("[1, 2]"));
        Assert.Equal((1, "a", true), Read<(int, string, bool)>("""[1, "a", true]"""));
        Assert.Equal(new double[,] { { 1, 2 }, { 3, 4 } }, Read<double[,]>("[[1, 2], [3, 4]]"));
        Assert.Equal(new int[][] { [1], [2, 3] }, Read<int[][]>("[[1], [2, 3]]"));
        Assert.Equal([1, 2], Read<byte[]>("[1, 2]"));
        Assert.Equal([1, 2], Read<byte[]>("\"AQI=\""));
    }

    [Fact]
    public void Objects_MatchMembersByNameInAnyCase()
    {
        Assert.Equal(new Person("Ada", 36), Read<Person>("""{"AGE": 36, "name": "Ada", "friend": null, "unknown": {"x": [1, 2]}}"""));
        Assert.Equal(new Point(1, 2), Read<Point>("""{"x": 1, "y": 2}"""));
        Assert.Equal(new Options("n"), Read<Options>("""{"name": "n"}"""));
        Assert.Equal(7, Read<Mixed>("""{"id": "i"}""").Count);
        Assert.Equal("a", Read<Dictionary<int, string>>("""{"1": "a"}""")[1]);
        Assert.Equal("a", Read<Dictionary<Point, string>>("""[[{"x": 1, "y": 2}, "a"]]""")[new Point(1, 2)]);
        Assert.Equal(Colour.Green, Read<Colour>("\"green\""));
        Assert.Equal(Colour.Green, Read<Colour>("2"));
        Assert.Equal(new Square(1, new Circle(2)), Read<IShape>("""{"$type": "Square", "value": {"side": 1, "inner": {"$type": "circle", "value": {"radius": 2}}}}"""));
    }

    [Fact]
    public void Values_WrittenAsJson_ReadLikeJson()
    {
        Assert.Equal("""{"Name":"Ada","Age":36,"Friend":null}""", Write(new Person("Ada", 36)));
        Assert.Equal("""[1,"a",[2,3]]""", Write((1, "a", (2, 3))));
        Assert.Equal("[1,2,3,4,5,6,7,8,9]", Write((1, 2, 3, 4, 5, 6, 7, 8, 9)));
        Assert.Equal("""{"1":[1.5,"NaN"]}""", Write(new Dictionary<int, double[]> { [1] = [1.5, double.NaN] }));
        Assert.Equal("""{"$type":"Circle","value":{"Radius":1}}""", Write<IShape>(new Circle(1)));
        Assert.Equal("[[1,2],[3,4]]", Write(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal("\"AQI=\"", Write(new byte[] { 1, 2 }));
        Assert.Equal("null", Write<int?>(null));
    }

    [Theory]
    [InlineData(typeof(int), "\"3\"", "number")]
    [InlineData(typeof(int), "3.5", "number in its range")]
    [InlineData(typeof(byte), "300", "number in its range")]
    [InlineData(typeof(int), "null", "null was found")]
    [InlineData(typeof(int), "", "not valid JSON")]
    [InlineData(typeof(int), "1 2", "follows")]
    [InlineData(typeof(int), "[", "number")]
    [InlineData(typeof(bool), "1", "true or false")]
    [InlineData(typeof(string), "1", "a string")]
    [InlineData(typeof(string), "\"\\ud800\"", "valid Unicode")]
    [InlineData(typeof(List<int>), "{}", "an array")]
    [InlineData(typeof(List<int>), "[1, \"x\"]", "(at [1])")]
    [InlineData(typeof(List<int>), "[1,", "not valid JSON")]
    [InlineData(typeof((int, int)), "[1]", "needs 2 items")]
    [InlineData(typeof((int, int)), "[1, 2, 3]", "needs 2 items")]
    [InlineData(typeof(double[,]), "[[1, 2], [3]]", "not rectangular")]
    [InlineData(typeof(Person), "{\"name\": \"x\"}", "lacks 'Age'")]
    [InlineData(typeof(Mixed), "{}", "lacks 'Id'")]
    [InlineData(typeof(Point), "{\"x\": 1}", "lacks 'Y'")]
    [InlineData(typeof(Person), "{\"name\": \"x\", \"age\": 1, \"friend\": {\"name\": 3}}", "(at .Friend.Name)")]
    [InlineData(typeof(Dictionary<int, int>), "{\"x\": 1}", "no int")]
    [InlineData(typeof(Dictionary<string, int>), "{\"a\": 1, \"a\": 2}", "twice")]
    [InlineData(typeof(Colour), "\"mauve\"", "Colour")]
    [InlineData(typeof(IShape), "{\"$type\": \"Triangle\", \"value\": {}}", "Circle, Square")]
    [InlineData(typeof(IShape), "{\"radius\": 1}", "$type")]
    [InlineData(typeof(BigInteger), "1e999999999", "without exponent")]
    [InlineData(typeof(Guid), "\"x\"", "Guid")]
    [InlineData(typeof(Blob), "{}", "Base64")]
    public void Json_ThatDoesNotFit_IsRefusedByName(Type type, string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<PayloadException>(() => ValueCodec.For(type).DecodeJson(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_ThatIsNotUnicode_CannotBeWrittenAsJson() =>
        Assert.Contains("lone surrogate", Assert.Throws<PayloadException>(() => Write("a\uD800b")).Message, StringComparison.Ordinal);
}
