using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Covalent.Core.Leptons;

/// <summary>Whatever the JSON form of payloads says: text, whole numbers, dates, records.</summary>
internal sealed class JsonShape(Type type) : ForeignShape(type)
{
    public override bool IsPlain => true;

    public override JsonObject Want() => new() { ["kind"] = "json" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var text = new ArrayBufferWriter<byte>();
        ValueCodec.For(Type).EncodeJson(value, text);
        json.WriteString("kind", "json");
        json.WritePropertyName("value");
        json.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) =>
        ValueCodec.For(Type).DecodeJson(JsonMarshal.GetRawUtf8Value(tagged.GetProperty("value")));
}

/// <summary>Floating-point numbers, which JSON alone cannot all write.</summary>
internal sealed class FloatShape(Type type) : ForeignShape(type)
{
    public override JsonObject Want() => new() { ["kind"] = "float" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var number = value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture);
        json.WriteString("kind", "float");
        if (double.IsFinite(number))
        {
            json.WriteNumber("value", number);
        }
        else
        {
            json.WriteString("value", number.ToString(CultureInfo.InvariantCulture));
        }
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) => ValueCodec.For(Type).DecodeJson(JsonMarshal.GetRawUtf8Value(tagged.GetProperty("value")));
}

/// <summary>Decimal numbers as text: a number of JSON would be a binary one on the other side, and lose digits.</summary>
internal sealed class DecimalShape() : ForeignShape(typeof(decimal))
{
    public override JsonObject Want() => new() { ["kind"] = "decimal" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        json.WriteString("kind", "decimal");
        json.WriteString("value", ((decimal)value).ToString(CultureInfo.InvariantCulture));
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) =>
        tagged.GetProperty("value").GetString() is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new PayloadException($"{tagged.GetProperty("value")} is no decimal number of C#, which has 28 digits.");
}

internal sealed class ComplexShape() : ForeignShape(typeof(Complex))
{
    public override JsonObject Want() => new() { ["kind"] = "complex" };

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        var text = new ArrayBufferWriter<byte>();
        ValueCodec.For(Type).EncodeJson(value, text);
        json.WriteString("kind", "complex");
        json.WritePropertyName("value");
        json.WriteRawValue(text.WrittenSpan, skipInputValidation: true);
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) =>
        ValueCodec.For(Type).DecodeJson(JsonMarshal.GetRawUtf8Value(tagged.GetProperty("value")));
}

internal sealed class NullableShape(Type type, ForeignShape inner) : ForeignShape(type)
{
    public override bool IsPlain => inner.IsPlain;

    public override JsonObject Want() => inner.Want();

    protected override void WriteMembers(Utf8JsonWriter json, object value, BlobFolder blobs)
    {
        // A boxed nullable is its value.
        using var document = JsonDocument.Parse(Alone(value, blobs));
        foreach (var member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(json);
        }
    }

    protected override object? ReadMembers(JsonElement tagged, BlobFolder blobs) => inner.Read(tagged, blobs);

    private ReadOnlyMemory<byte> Alone(object value, BlobFolder blobs)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            inner.Write(json, value, blobs);
        }

        return text.WrittenMemory;
    }
}
