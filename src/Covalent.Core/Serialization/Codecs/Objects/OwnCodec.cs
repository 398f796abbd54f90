using System.Buffers;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>A type with a codec of its own: a mark, the codec's version, then its bytes in chunks, so that their number need not be known ahead.</summary>
internal sealed class OwnCodec<T>(PayloadCodec<T> codec) : ValueCodec<T?>
{
    private const int LargestChunk = 1 << 30;

    internal override int SmallestSize => 1;

    internal override void Describe(ShapeWriter shape) => shape.Add("own:").Add(TypeNames.Of(codec.GetType()));

    internal override void Write(ref WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.Byte(0);
            return;
        }

        writer.Byte(1);
        writer.Varint((ulong)codec.Version);
        foreach (var segment in Encoded(value))
        {
            for (var rest = segment; rest.Length > 0; rest = rest[Math.Min(rest.Length, LargestChunk)..])
            {
                var chunk = rest[..Math.Min(rest.Length, LargestChunk)];
                writer.Varint((ulong)chunk.Length);
                writer.Bytes(chunk.Span);
            }
        }

        writer.Varint(0);
    }

    internal override T? Read(ref WireReader reader)
    {
        var mark = reader.Byte();
        if (mark != 1)
        {
            return mark == 0 && default(T) is null ? default : throw WireReader.Damaged($"a mark for a missing value is {mark}");
        }

        var version = Version(reader.Varint());
        List<ReadOnlyMemory<byte>> chunks = [];
        for (var length = reader.Varint(); length > 0; length = reader.Varint())
        {
            if (length > (ulong)Math.Min(reader.Remaining, LargestChunk))
            {
                throw WireReader.Damaged($"a chunk claims {length} bytes with {reader.Remaining} left");
            }

            var chunk = GC.AllocateUninitializedArray<byte>((int)length);
            reader.Bytes(chunk);
            chunks.Add(chunk);
        }

        return Decoded(SegmentedBuffer.Join(chunks), version);
    }

    internal override void WriteJson(Utf8JsonWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("version", codec.Version);
        writer.WriteBase64String("data", Encoded(value).ToArray());
        writer.WriteEndObject();
    }

    internal override T? ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null && default(T) is null)
        {
            return default;
        }

        JsonForm.Expect(ref reader, JsonTokenType.StartObject, TypeName);
        byte[]? data = null;
        var version = 1;
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndObject; JsonForm.Next(ref reader))
        {
            var isData = reader.ValueTextEquals("data");
            JsonForm.Next(ref reader);
            if (isData)
            {
                data = ValueCodec.For<byte[]>().ReadJson(ref reader);
            }
            else
            {
                version = ValueCodec.For<int>().ReadJson(ref reader);
            }
        }

        return data is null ? throw JsonForm.Unfit("object", TypeName + """, written {"version": 1, "data": "…Base64…"}""") : Decoded(new ReadOnlySequence<byte>(data), version);
    }

    internal override void Preview(PreviewText text, T? value) => text.Append(codec.Preview(value!) ?? TypeName);

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) => codec.IsImmutable;

    private static int Version(ulong version) => version <= int.MaxValue ? (int)version : throw WireReader.Damaged($"it claims version {version} of its codec");

    private ReadOnlySequence<byte> Encoded(T value)
    {
        var buffer = new SegmentedBuffer();
        using (var stream = new BufferWriterStream(buffer))
        {
            codec.Encode(value, stream);
        }

        return buffer.Finish();
    }

    private T Decoded(in ReadOnlySequence<byte> bytes, int version)
    {
        using var stream = new SequenceStream(bytes);
        return codec.Decode(stream, version);
    }
}
