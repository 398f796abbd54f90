using System.Numerics;

namespace Covalent.Core.Leptons;

/// <summary>Which element types arrays have in both worlds, and what NumPy calls them.</summary>
internal static class NpyTypes
{
    private static readonly Dictionary<Type, (string Name, int Size)> Names = new()
    {
        [typeof(double)] = ("<f8", 8),
        [typeof(float)] = ("<f4", 4),
        [typeof(Half)] = ("<f2", 2),
        [typeof(long)] = ("<i8", 8),
        [typeof(int)] = ("<i4", 4),
        [typeof(short)] = ("<i2", 2),
        [typeof(sbyte)] = ("|i1", 1),
        [typeof(ulong)] = ("<u8", 8),
        [typeof(uint)] = ("<u4", 4),
        [typeof(ushort)] = ("<u2", 2),
        [typeof(byte)] = ("|u1", 1),
        [typeof(bool)] = ("|b1", 1),
        [typeof(Complex)] = ("<c16", 16),
    };

    public static bool Has(Type item) => Names.ContainsKey(item);

    public static string NameOf(Type item) => Names[item].Name;

    public static int SizeOf(Type item) => Names[item].Size;
}
