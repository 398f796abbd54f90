using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>C# values as C sees them.</summary>
internal static class NativeValues
{
    private static readonly HashSet<Type> Numbers =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
    ];

    public static bool IsNumber(Type type) => Numbers.Contains(type);

    public static bool IsArray(Type type) => type.IsArray && NpyTypes.Has(type.GetElementType()!);

    public static bool IsFloating(Type type) => type == typeof(float) || type == typeof(double);

    /// <summary>The value as an integer register holds it, sign kept.</summary>
    public static nint ToInteger(object value) => value switch
    {
        bool flag => flag ? 1 : 0,
        ulong large => unchecked((nint)large),
        _ => (nint)Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>The value as a floating-point register holds it: a float lies in the lower half.</summary>
    public static double ToFloating(object value) => value is float single
        ? BitConverter.Int64BitsToDouble(BitConverter.SingleToUInt32Bits(single))
        : (double)value;

    /// <summary>The number that an integer register held, cut to its type.</summary>
    public static object FromInteger(nint value, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => (byte)value != 0,
        TypeCode.Byte => (byte)value,
        TypeCode.SByte => (sbyte)value,
        TypeCode.Int16 => (short)value,
        TypeCode.UInt16 => (ushort)value,
        TypeCode.Int32 => (int)value,
        TypeCode.UInt32 => (uint)value,
        TypeCode.UInt64 => (ulong)value,
        _ => (object)(long)value,
    };

    /// <summary>An array that holds the value, for passing a pointer to it.</summary>
    public static Array Boxed(object value)
    {
        if (value is Array array)
        {
            return array;
        }

        if (value is string text)
        {
            return Encoding.UTF8.GetBytes(text + '\0');
        }

        var one = Array.CreateInstance(value.GetType(), 1);
        one.SetValue(value, 0);
        return one;
    }

    public static GCHandle Pin(Array array) => GCHandle.Alloc(array, GCHandleType.Pinned);

    public static nint AddressOf(GCHandle pinned) => ((Array)pinned.Target!).Length == 0 ? 0 : pinned.AddrOfPinnedObject();
}
