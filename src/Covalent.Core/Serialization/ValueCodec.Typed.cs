using System.Buffers;
using System.Text.Json;
using Covalent.Core.Serialization;

namespace Covalent;

/// <summary>The typed face of a codec: no boxing.</summary>
internal abstract class ValueCodec<T> : ValueCodec
{
    private protected ValueCodec() : base(typeof(T))
    {
    }

    /// <summary>Writes the body.</summary>
    /// <exception cref="PayloadException">A part of the value cannot travel; the message holds its path.</exception>
    public void Encode(T value, IBufferWriter<byte> output)
    {
        try
        {
            var writer = new WireWriter(output);
            Write(ref writer, value);
            writer.Flush();
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            throw CodecFailure.Encoding(this, e);
        }
    }

    /// <summary>Reads a body that <see cref="Encode(T, IBufferWriter{byte})"/> wrote.</summary>
    /// <exception cref="PayloadException">The bytes are damaged or hold something else.</exception>
    public T DecodeValue(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new WireReader(bytes);
            var value = Read(ref reader);
            reader.End();
            return value;
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            throw CodecFailure.Decoding(this, e);
        }
    }

    /// <summary>Reads a body that may lie in several segments.</summary>
    /// <exception cref="PayloadException">The bytes are damaged or hold something else.</exception>
    public T DecodeValue(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return DecodeValue(bytes.FirstSpan);
        }

        try
        {
            var reader = new WireReader(bytes);
            var value = Read(ref reader);
            reader.End();
            return value;
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            throw CodecFailure.Decoding(this, e);
        }
    }

    /// <summary>Writes a whole payload: header, preview and body.</summary>
    /// <exception cref="PayloadException">A part of the value cannot travel; the message holds its path.</exception>
    public void EncodePayload(T value, IBufferWriter<byte> output)
    {
        try
        {
            var writer = new WireWriter(output);
            PayloadFormat.WriteHead(ref writer, this, value);
            Write(ref writer, value);
            writer.Flush();
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            throw CodecFailure.Encoding(this, e);
        }
    }

    /// <summary>Reads a whole payload.</summary>
    /// <exception cref="PayloadException">The bytes are damaged or hold something else.</exception>
    public T DecodePayloadValue(ReadOnlySpan<byte> payload)
    {
        if (PayloadFormat.FindBody(this, payload) is >= 0 and var start)
        {
            return DecodeValue(payload[start..]);
        }

        var frame = PayloadFormat.Read(payload);
        frame.Check(this);
        var body = payload[frame.BodyStart..];
        return frame.Codec switch
        {
            PayloadCodecs.Binary => DecodeValue(body),
            PayloadCodecs.Json => DecodeJsonValue(body),
            PayloadCodecs.Pickle when typeof(T) == typeof(PythonObject) => (T)(object)Core.Leptons.PythonObjectCodec.Read(body.ToArray()),
            _ => throw PayloadFormat.Unreadable(frame.Codec, TypeName),
        };
    }

    /// <summary>Writes the value as JSON.</summary>
    /// <exception cref="PayloadException">A part of the value cannot travel as JSON; the message holds its path.</exception>
    public void EncodeJson(T value, IBufferWriter<byte> output)
    {
        try
        {
            using var writer = new Utf8JsonWriter(output, JsonForm.WriterOptions);
            WriteJson(writer, value);
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            throw CodecFailure.Encoding(this, e);
        }
    }

    /// <summary>Reads JSON into the declared type.</summary>
    /// <exception cref="PayloadException">The text is not JSON, or does not fit the type.</exception>
    public T DecodeJsonValue(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, JsonForm.ReaderOptions);
            JsonForm.Next(ref reader);
            var value = ReadJson(ref reader);
            JsonForm.End(ref reader);
            return value;
        }
        catch (Exception e) when (CodecFailure.IsOurs(e))
        {
            throw CodecFailure.Decoding(this, e);
        }
    }

    public sealed override void Encode(object? value, IBufferWriter<byte> output) => Encode(Cast(value), output);

    public sealed override void EncodePayload(object? value, IBufferWriter<byte> output) => EncodePayload(Cast(value), output);

    public sealed override object? DecodePayload(ReadOnlySpan<byte> payload) => DecodePayloadValue(payload);

    public sealed override object? Decode(ReadOnlySpan<byte> bytes) => DecodeValue(bytes);

    public sealed override object? Decode(in ReadOnlySequence<byte> bytes) => DecodeValue(bytes);

    public sealed override void EncodeJson(object? value, IBufferWriter<byte> output) => EncodeJson(Cast(value), output);

    public sealed override object? DecodeJson(ReadOnlySpan<byte> utf8) => DecodeJsonValue(utf8);

    public sealed override string Preview(object? value, int maxLength = PreviewText.DefaultLength) =>
        value is T or null && (value is not null || default(T) is null) ? PreviewText.Of(this, (T)value!, maxLength) : "";

    /// <summary>The preview without boxing.</summary>
    public string PreviewValue(T value, int maxLength = PreviewText.DefaultLength) => PreviewText.Of(this, value, maxLength);

    /// <summary>Whether a payload keeps its preview beside the body; otherwise the preview is made from the body, which is then small.</summary>
    internal virtual bool StoresPreview(T value) => true;

    internal abstract void Write(ref WireWriter writer, T value);

    internal abstract T Read(ref WireReader reader);

    internal abstract void WriteJson(Utf8JsonWriter writer, T value);

    /// <summary>Reads the value whose first token is current; leaves its last token current.</summary>
    internal abstract T ReadJson(ref Utf8JsonReader reader);

    internal abstract void Preview(PreviewText text, T value);

    internal virtual void WriteMany(ref WireWriter writer, ReadOnlySpan<T> values)
    {
        var index = 0;
        try
        {
            for (; index < values.Length; index++)
            {
                Write(ref writer, values[index]);
            }
        }
        catch (PayloadException e) when (e.ThroughItem(index))
        {
            throw;
        }
    }

    internal virtual void ReadMany(ref WireReader reader, Span<T> values, long start)
    {
        var index = 0;
        try
        {
            for (; index < values.Length; index++)
            {
                values[index] = Read(ref reader);
            }
        }
        catch (PayloadException e) when (e.ThroughItem(start + index))
        {
            throw;
        }
    }

    internal sealed override Payload ToPayload(object? value) => Payload.Encode(Cast(value));

    internal sealed override object? FromPayload(Payload payload) => payload.Decode<T>();

    internal sealed override void WriteObject(ref WireWriter writer, object? value) => Write(ref writer, Cast(value));

    internal sealed override object? ReadObject(ref WireReader reader) => Read(ref reader);

    internal sealed override void WriteJsonObject(Utf8JsonWriter writer, object? value) => WriteJson(writer, Cast(value));

    internal sealed override object? ReadJsonObject(ref Utf8JsonReader reader) => ReadJson(ref reader);

    internal sealed override void PreviewObject(PreviewText text, object? value) => Preview(text, (T)value!);

    private T Cast(object? value)
    {
        if (value is T typed)
        {
            return typed;
        }

        if (value is null && default(T) is null)
        {
            return default!;
        }

        throw new PayloadException($"A value of type {TypeName} was declared, but the value is {(value is null ? "null" : "a " + TypeNames.Of(value.GetType()))}. "
            + "Declare the type of the value, or pass a value of the declared type.");
    }
}
