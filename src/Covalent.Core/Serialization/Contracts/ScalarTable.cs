using System.Numerics;
using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>The types that are one value without parts.</summary>
internal static class ScalarTable
{
    private static readonly Dictionary<Type, Func<ValueCodec>> Codecs = new()
    {
        [typeof(bool)] = () => new BoolCodec(),
        [typeof(byte)] = () => new NumberCodec<byte>("u8"),
        [typeof(sbyte)] = () => new NumberCodec<sbyte>("i8"),
        [typeof(short)] = () => new NumberCodec<short>("i16"),
        [typeof(ushort)] = () => new NumberCodec<ushort>("u16"),
        [typeof(int)] = () => new NumberCodec<int>("i32"),
        [typeof(uint)] = () => new NumberCodec<uint>("u32"),
        [typeof(long)] = () => new NumberCodec<long>("i64"),
        [typeof(ulong)] = () => new NumberCodec<ulong>("u64"),
        [typeof(Int128)] = () => new NumberCodec<Int128>("i128"),
        [typeof(UInt128)] = () => new NumberCodec<UInt128>("u128"),
        [typeof(Half)] = () => new NumberCodec<Half>("f16"),
        [typeof(float)] = () => new NumberCodec<float>("f32"),
        [typeof(double)] = () => new NumberCodec<double>("f64"),
        [typeof(decimal)] = () => new DecimalCodec(),
        [typeof(BigInteger)] = () => new BigIntegerCodec(),
        [typeof(Complex)] = () => new ComplexCodec(),
        [typeof(char)] = () => new CharCodec(),
        [typeof(string)] = () => new StringCodec(),
        [typeof(StringBuilder)] = () => new StringBuilderCodec(),
        [typeof(Guid)] = () => new GuidCodec(),
        [typeof(DateTime)] = () => new DateTimeCodec(),
        [typeof(DateTimeOffset)] = () => new DateTimeOffsetCodec(),
        [typeof(DateOnly)] = () => new DateOnlyCodec(),
        [typeof(TimeOnly)] = () => new TimeOnlyCodec(),
        [typeof(TimeSpan)] = () => new TimeSpanCodec(),
        [typeof(Uri)] = () => new UriCodec(),
        [typeof(Version)] = () => new VersionCodec(),
    };

    public static ValueCodec? Create(Type type) => Codecs.TryGetValue(type, out var create) ? create() : null;
}
