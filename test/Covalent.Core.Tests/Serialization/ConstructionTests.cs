namespace Covalent.Core.Tests.Serialization;

/// <summary>Objects are made again by their constructors, whatever these take.</summary>
public sealed class ConstructionTests
{
    internal sealed record Eight(Guid A, decimal B, (int, string) C, double D, float E, Int128 F, Point G, string? H);

    internal sealed record Nine(Guid A, decimal B, (int, string) C, double D, float E, Int128 F, Point G, string? H, int? I);

    internal sealed record Generic<T1, T2, T3>(T1 First, T2 Second, T3 Third);

    internal sealed class WithStatics
    {
        public static readonly string Prefix;

        static WithStatics() => Prefix = "p:";

        public WithStatics(string name)
        {
            Name = name;
            Label = Prefix + name;
        }

        public string Name { get; }

        public string Label { get; }
    }

    internal sealed class Copying(IEnumerable<int> items)
    {
        private readonly List<int> _items = [.. items];

        public int Sum() => _items.Sum();
    }

    internal sealed class Positive
    {
        public Positive(int value) => Value = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), "must be positive");

        public int Value { get; }
    }

    internal sealed class Hidden
    {
        private Hidden(string name) => Name = name;

        public string Name { get; }

        public static Hidden Make(string name) => new(name);
    }

    internal class Parent(string name)
    {
        private readonly int _count = name.Length;

        public string Name { get; } = name;

        public int Count() => _count;
    }

    internal sealed class Child(string name, int count) : Parent(name)
    {
        private readonly int _count = count;

        public int Own() => _count;
    }

    internal sealed class Shouting
    {
        public string Text
        {
            get => field + "!";
            set => field = value.ToUpperInvariant();
        }

        = "";
    }

    internal sealed record Circular(double Radius)
    {
        public double Area { get; init; } = Math.PI * Radius * Radius;
    }

    private static T Travel<T>(T value) => Payload.Encode(value).Decode<T>();

    [Fact]
    public void Record_WithUpToEightOrMoreParameters_ComesBackEqual()
    {
        var eight = new Eight(Guid.NewGuid(), 1.5m, (1, "x"), 2, 3, 4, new Point(5, 6), null);
        Assert.Equal(eight, Travel(eight));
        var nine = new Nine(eight.A, 1.5m, (1, "x"), 2, 3, 4, new Point(5, 6), "h", 9);
        Assert.Equal(nine, Travel(nine));
    }

    [Fact]
    public void GenericRecord_OverValuesAndReferences_ComesBackEqual()
    {
        Assert.Equal(new Generic<int, string, Point>(1, "a", new Point(1, 2)), Travel(new Generic<int, string, Point>(1, "a", new Point(1, 2))));
        Assert.Equal(new Generic<string, string, string>("a", "b", "c"), Travel(new Generic<string, string, string>("a", "b", "c")));
        Assert.Equal(new Generic<byte, Generic<long, char, Half>?, int?>(1, new(2, 'c', (Half)1), null), Travel(new Generic<byte, Generic<long, char, Half>?, int?>(1, new(2, 'c', (Half)1), null)));
    }

    [Fact]
    public void Class_WithStaticConstructor_IsInitialised() => Assert.Equal("p:n", Travel(new WithStatics("n")).Label);

    [Fact]
    public void Class_WhoseConstructorTakesTheFieldsInterface_IsMade() => Assert.Equal(6, Travel(new Copying([1, 2, 3])).Sum());

    [Fact]
    public void Class_WithPrivateConstructor_IsMade() => Assert.Equal("h", Travel(Hidden.Make("h")).Name);

    [Fact]
    public void Class_WhoseBaseHasAFieldOfTheSameName_KeepsBoth()
    {
        var back = Travel(new Child("four", 9));
        Assert.Equal((4, 9), (back.Count(), back.Own()));
    }

    [Fact]
    public void Property_WithCodeInItsAccessors_IsPassedBy() => Assert.Equal("AB!", Travel(new Shouting { Text = "ab" }).Text);

    [Fact]
    public void Record_WithAFieldBesideItsParameters_KeepsIt()
    {
        Assert.Equal(1.5, Travel(new Circular(1) { Area = 1.5 }).Area);
        Assert.Equal(1.5, Payload.EncodeJson(new Circular(1) { Area = 1.5 }).Decode<Circular>().Area);
    }

    [Fact]
    public void Constructor_ThatRefusesTheBytes_FailsClearly()
    {
        var message = Assert.Throws<PayloadException>(() => ValueCodec.For<Positive>().DecodeValue([1, 0, 0, 0, 0])).Message;
        Assert.Contains("must be positive", message, StringComparison.Ordinal);
        Assert.Contains("must be positive", Assert.Throws<PayloadException>(() => ValueCodec.For<Positive>().DecodeJsonValue("{\"value\": 0}"u8)).Message, StringComparison.Ordinal);
    }
}
