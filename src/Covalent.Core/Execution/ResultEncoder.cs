using System.Buffers;
using Covalent.Core.Serialization;

namespace Covalent.Core.Execution;

/// <summary>Encodes a result once, into the body that consumers read and the head that says what it is.</summary>
internal static class ResultEncoder
{
    private const int LargestKeptBuffer = 64 * 1024;
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static (EncodedValue Value, ReadOnlyMemory<byte> Head) Encode(ValueCodec? codec, in InvocationResult result) =>
        result.Encoded is { } encoded ? (encoded.Value, encoded.Head) : Encode(codec, result.Value);

    /// <summary>A body that was encoded elsewhere, with the head that its type asks for.</summary>
    public static EncodedResult Wrap(ValueCodec codec, ReadOnlyMemory<byte> body)
    {
        if (WellKnownTypes.IdOf(codec.Type) != 0)
        {
            return new EncodedResult(new EncodedValue(PayloadCodecs.Binary, body), default);
        }

        var head = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(head);
        writer.Bytes(codec.Head.Previewed);
        PayloadFormat.Name(ref writer, codec.PreviewOfStart(body.Span[..Math.Min(body.Length, PayloadFormat.LongestHead)]));
        writer.Flush();
        return new EncodedResult(new EncodedValue(PayloadCodecs.Binary, body), head.WrittenMemory);
    }

    public static (EncodedValue Value, ReadOnlyMemory<byte> Head) Encode(ValueCodec? codec, object? value)
    {
        if (codec is null)
        {
            return default;
        }

        var buffer = _buffer ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        try
        {
            if (WellKnownTypes.IdOf(codec.Type) != 0)
            {
                codec.Encode(value, buffer);
                return (new EncodedValue(PayloadCodecs.Binary, Take(buffer, 0)), default);
            }

            codec.EncodePayload(value, buffer);
            var bodyStart = PayloadFormat.Read(buffer.WrittenSpan).BodyStart;
            var head = buffer.WrittenSpan[..bodyStart].ToArray();
            return (new EncodedValue(PayloadCodecs.Binary, Take(buffer, bodyStart)), head);
        }
        finally
        {
            _buffer = buffer.Capacity <= LargestKeptBuffer ? buffer : null;
        }
    }

    // A large buffer is given away instead of being copied.
    private static ReadOnlyMemory<byte> Take(ArrayBufferWriter<byte> buffer, int start) =>
        buffer.Capacity <= LargestKeptBuffer ? buffer.WrittenSpan[start..].ToArray() : buffer.WrittenMemory[start..];
}

/// <summary>A result that came encoded.</summary>
/// <param name="Value">Codec and body.</param>
/// <param name="Head">Header and preview; empty where the type says them.</param>
internal sealed record EncodedResult(EncodedValue Value, ReadOnlyMemory<byte> Head);
