using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>Integers and floating point numbers of fixed size.</summary>
internal sealed class NumberCodec<T>(string shape) : RawCodec<T>(shape)
    where T : unmanaged, INumberBase<T>, ISpanFormattable, IUtf8SpanFormattable
{
    internal override string ToText(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out T value) => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    internal override void Preview(PreviewText text, T value) => text.Formatted(value);

    internal override void WriteJson(Utf8JsonWriter writer, T value) => JsonNumber.Write(writer, value);

    internal override T ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && T.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // JSON has no word for these; they travel as strings.
        if (reader.TokenType == JsonTokenType.String && JsonForm.Text(ref reader, TypeName) is "NaN" or "Infinity" or "-Infinity"
            && TryParse(reader.GetString()!, out number))
        {
            return number;
        }

        throw JsonForm.Unfit(ref reader, TypeName, "a number in its range");
    }
}

/// <summary>Numbers as JSON tokens.</summary>
internal static class JsonNumber
{
    public static void Write<T>(Utf8JsonWriter writer, T value) where T : INumberBase<T>, IUtf8SpanFormattable
    {
        Span<byte> utf8 = stackalloc byte[128];
        if (!T.IsFinite(value))
        {
            writer.WriteStringValue(T.IsNaN(value) ? "NaN" : T.IsNegative(value) ? "-Infinity" : "Infinity");
        }
        else if (value.TryFormat(utf8, out var length, default, CultureInfo.InvariantCulture))
        {
            writer.WriteRawValue(utf8[..length], skipInputValidation: true);
        }
        else
        {
            writer.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);
        }
    }
}

internal sealed class DecimalCodec() : ScalarCodec<decimal>("decimal")
{
    internal override int SmallestSize => 16;

    internal override string ToText(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out decimal value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    internal override void Preview(PreviewText text, decimal value) => text.Formatted(value);

    internal override void Write(ref WireWriter writer, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        writer.Block<int>(bits);
    }

    internal override decimal Read(ref WireReader reader)
    {
        Span<int> bits = stackalloc int[4];
        reader.Block(bits);
        try
        {
            return new decimal(bits);
        }
        catch (ArgumentException)
        {
            throw WireReader.Damaged("a decimal has impossible bits");
        }
    }

    internal override void WriteJson(Utf8JsonWriter writer, decimal value) => JsonNumber.Write(writer, value);

    internal override decimal ReadJson(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && decimal.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw JsonForm.Unfit(ref reader, TypeName, "a number in its range");
}

internal sealed class BigIntegerCodec() : ScalarCodec<BigInteger>("bigint")
{
    private const int MostBitsShown = 800;

    // No exponents: "1e999999999" would ask for a gigabyte.
    private const NumberStyles Style = NumberStyles.AllowLeadingSign;

    internal override int SmallestSize => 1;

    internal override bool StoresPreview(BigInteger value) => value.GetByteCount() > MostBitsShown / 8;

    internal override string ToText(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out BigInteger value) => BigInteger.TryParse(text, Style, CultureInfo.InvariantCulture, out value);

    internal override void Preview(PreviewText text, BigInteger value) => text.Append(
        value.GetByteCount() > MostBitsShown / 8 ? $"integer of {PreviewText.Grouped(value.GetBitLength())} bits" : ToText(value));

    internal override void Write(ref WireWriter writer, BigInteger value)
    {
        var bytes = value.ToByteArray();
        writer.Varint((ulong)bytes.Length);
        writer.Bytes(bytes);
    }

    internal override BigInteger Read(ref WireReader reader)
    {
        var length = reader.Varint();
        return length <= (ulong)Math.Min(reader.Remaining, int.MaxValue)
            ? new BigInteger(reader.Take((int)length))
            : throw WireReader.Damaged($"an integer claims {length} bytes with {reader.Remaining} left");
    }

    internal override void WriteJson(Utf8JsonWriter writer, BigInteger value) => writer.WriteRawValue(ToText(value), skipInputValidation: true);

    internal override BigInteger ReadJson(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && TryParse(System.Text.Encoding.ASCII.GetString(reader.ValueSpan), out var value)
            ? value
            : throw JsonForm.Unfit(ref reader, TypeName, "a whole number without exponent");
}

internal sealed class ComplexCodec() : RawCodec<Complex>("complex")
{
    internal override string ToText(Complex value) => value.ToString(CultureInfo.InvariantCulture);

    internal override bool TryParse(string text, out Complex value) => Complex.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    internal override void Preview(PreviewText text, Complex value)
    {
        text.Formatted(value.Real);
        text.Append(value.Imaginary < 0 || double.IsNegative(value.Imaginary) ? "-" : "+");
        text.Formatted(Math.Abs(value.Imaginary));
        text.Append("i");
    }

    internal override void WriteJson(Utf8JsonWriter writer, Complex value)
    {
        writer.WriteStartArray();
        JsonNumber.Write(writer, value.Real);
        JsonNumber.Write(writer, value.Imaginary);
        writer.WriteEndArray();
    }

    internal override Complex ReadJson(ref Utf8JsonReader reader)
    {
        var parts = ValueCodec.For<double[]>();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return ValueCodec.For<double>().ReadJson(ref reader);
        }

        JsonForm.Expect(ref reader, JsonTokenType.StartArray, TypeName);
        return parts.ReadJson(ref reader) is [var real, var imaginary]
            ? new Complex(real, imaginary)
            : throw JsonForm.Unfit("array", TypeName + " (written [real, imaginary])");
    }
}
