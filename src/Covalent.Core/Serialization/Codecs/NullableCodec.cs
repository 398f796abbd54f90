using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>A value type or nothing: one byte, then the value.</summary>
internal sealed class NullableCodec<T> : ValueCodec<T?>
    where T : struct
{
    private ValueCodec<T> _inner = null!;

    internal override int SmallestSize => 1;

    internal override void Bind(CodecBuilder builder) => _inner = builder.Part<T>();

    internal override void Describe(ShapeWriter shape) => shape.Add("maybe ").Part(_inner);

    internal override void Write(ref WireWriter writer, T? value)
    {
        writer.Byte(value.HasValue ? (byte)1 : (byte)0);
        if (value.HasValue)
        {
            _inner.Write(ref writer, value.GetValueOrDefault());
        }
    }

    internal override T? Read(ref WireReader reader) => reader.Byte() switch
    {
        0 => null,
        1 => _inner.Read(ref reader),
        var other => throw WireReader.Damaged($"a mark for a missing value is {other}"),
    };

    internal override void WriteJson(Utf8JsonWriter writer, T? value)
    {
        if (value.HasValue)
        {
            _inner.WriteJson(writer, value.GetValueOrDefault());
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    internal override T? ReadJson(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : _inner.ReadJson(ref reader);

    internal override void Preview(PreviewText text, T? value) => _inner.Preview(text, value.GetValueOrDefault());

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => _inner.ComputeImmutable(visiting);
}
