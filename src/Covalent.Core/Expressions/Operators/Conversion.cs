namespace Covalent.Core.Expressions.Operators;

/// <summary>Built-in conversions of C#: between numbers and enums, to and from null-able values, casts and unboxing.</summary>
internal sealed class Conversion
{
    /// <summary>Numbers are cut to size.</summary>
    public const int Unchecked = 0;

    /// <summary>Numbers that do not fit throw.</summary>
    public const int Checked = 1;

    /// <summary>The value must be of the type already.</summary>
    public const int Cast = 2;

    private readonly Type _type;
    private readonly Type _target;
    private readonly int _mode;

    public Conversion(Type type, int mode)
    {
        _type = type;
        _target = Nullable.GetUnderlyingType(type) ?? type;
        _mode = mode;
    }

    /// <summary>Whether <see cref="Apply"/> knows a conversion between these types that is not a plain cast.</summary>
    public static bool IsNumeric(Type from, Type to) => NumberConversion.IsNumber(Plain(from)) && NumberConversion.IsNumber(Plain(to));

    public object? Apply(object? value)
    {
        if (value is null)
        {
            return NullRules.TakesNull(_type) ? null : throw new NullOperandException($"Null was converted to '{_type}'.");
        }

        if (_target.IsInstanceOfType(value))
        {
            return value;
        }

        return _mode == Cast ? Unbox(value) : FromNumber(NumberConversion.To(Plain(_target)).Convert(value, _mode == Checked));
    }

    private object Unbox(object value) => Plain(value.GetType()) == Plain(_target) && _target.IsValueType
        ? FromNumber(value)
        : throw new InvalidCastException($"A value of type '{value.GetType()}' cannot be cast to '{_type}'.");

    private object FromNumber(object number) => _target.IsEnum ? Enum.ToObject(_target, number) : number;

    private static Type Plain(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsEnum ? inner.GetEnumUnderlyingType() : inner;
    }
}
