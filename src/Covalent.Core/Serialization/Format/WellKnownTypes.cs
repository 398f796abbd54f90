using System.Numerics;

namespace Covalent.Core.Serialization;

/// <summary>Types that a header names by one byte. The numbers are part of the format: only ever append.</summary>
internal static class WellKnownTypes
{
    private const int LargestDecodedBody = 1024;

    private static readonly Type[] Types =
    [
        typeof(void),
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(Int128), typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(string),
        typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(Complex), typeof(BigInteger), typeof(Uri), typeof(Version),
        typeof(byte[]), typeof(bool[]), typeof(int[]), typeof(long[]), typeof(float[]), typeof(double[]), typeof(string[]), typeof(Complex[]),
        typeof(double[,]), typeof(float[,]), typeof(double[][]), typeof(List<int>), typeof(List<double>), typeof(List<string>),
        typeof(Dictionary<string, string>), typeof(Dictionary<string, double>), typeof(Dictionary<string, int>),
    ];

    /// <summary>The number of a type; 0 for types that are named. Asked once per type.</summary>
    public static byte IdOf(Type type) => (byte)Math.Max(Array.IndexOf(Types, type), 0);

    /// <summary>The number of the type with this reference; 0 for types that are named. No type is loaded.</summary>
    public static byte IdOf(string typeReference) => References.Ids.GetValueOrDefault(typeReference);

    public static bool IsKnown(byte id) => id > 0 && id < Types.Length;

    public static string NameOf(byte id) => ValueCodec.For(Types[id]).TypeName;

    public static uint ShapeHashOf(byte id) => ValueCodec.For(Types[id]).Shape.Hash;

    /// <summary>The preview made from a body or its beginning; empty where the bytes are damaged.</summary>
    public static string Preview(byte id, ReadOnlySpan<byte> body)
    {
        try
        {
            var codec = ValueCodec.For(Types[id]);
            return body.Length <= LargestDecodedBody ? codec.Preview(codec.Decode(body)) : codec.PreviewOfStart(body[..Math.Min(body.Length, PayloadFormat.LongestHead)]);
        }
        catch (PayloadException)
        {
            return "";
        }
    }

    /// <summary>The numbers by reference, for the few who have no types.</summary>
    private static class References
    {
        public static readonly Dictionary<string, byte> Ids = Make();

        private static Dictionary<string, byte> Make()
        {
            var ids = new Dictionary<string, byte>(StringComparer.Ordinal);
            for (byte id = 1; id < Types.Length; id++)
            {
                ids.Add(Graph.TypeReference.Format(Types[id]), id);
            }

            return ids;
        }
    }
}
