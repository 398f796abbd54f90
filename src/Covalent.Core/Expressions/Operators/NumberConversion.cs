using System.Collections.Concurrent;
using System.Numerics;

namespace Covalent.Core.Expressions.Operators;

/// <summary>Conversions to one primitive number type with the language's own rules.</summary>
internal abstract class NumberConversion
{
    private static readonly ConcurrentDictionary<Type, NumberConversion> Known = new();

    public static bool IsNumber(Type type) =>
        !type.IsEnum && (Type.GetTypeCode(type) is >= TypeCode.Char and <= TypeCode.Double || type == typeof(nint) || type == typeof(nuint));

    public static NumberConversion To(Type type) => Known.GetOrAdd(type, static t => IsNumber(t)
        ? (NumberConversion)Activator.CreateInstance(typeof(NumberConversion<>).MakeGenericType(t))!
        : throw new InvalidCastException($"'{t}' is not a number type."));

    public object Convert(object value, bool isChecked) => value switch
    {
        int i => From(i, isChecked),
        double d => From(d, isChecked),
        Enum e => Convert(System.Convert.ChangeType(e, Enum.GetUnderlyingType(e.GetType())), isChecked),
        long or short or sbyte => From(System.Convert.ToInt64(value), isChecked),
        ulong or uint or ushort or byte => From(System.Convert.ToUInt64(value), isChecked),
        float f => From(f, isChecked),
        char c => From((ushort)c, isChecked),
        nint n => From(n, isChecked),
        nuint n => From(n, isChecked),
        _ => throw new InvalidCastException($"A value of type '{value.GetType()}' is not a number."),
    };

    protected abstract object From<T>(T value, bool isChecked) where T : INumberBase<T>;
}

internal sealed class NumberConversion<TNumber> : NumberConversion where TNumber : INumberBase<TNumber>
{
    protected override object From<T>(T value, bool isChecked) => isChecked ? TNumber.CreateChecked(value) : TNumber.CreateTruncating(value);
}
