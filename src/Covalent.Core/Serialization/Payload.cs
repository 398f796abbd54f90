using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Serialization;

namespace Covalent;

/// <summary>A value as it travels and is stored: a header and a preview that anybody may read, and a body that only the consumer opens.
/// Immutable and safe for any number of threads.</summary>
public sealed class Payload
{
    private readonly ReadOnlyMemory<byte> _head;

    private Payload(ReadOnlyMemory<byte> head, in ReadOnlySequence<byte> body)
    {
        var frame = PayloadFormat.Read(head.Span);
        _head = head[..frame.BodyStart];
        Header = frame.Header;
        Body = body;
        Preview = frame.Preview(body.FirstSpan);
    }

    /// <summary>Bytes that always suffice for <see cref="ReadHeader"/> and <see cref="ReadPreview"/>, however large the value is.</summary>
    public static int HeaderSize => PayloadFormat.LongestHead;

    /// <summary>Codec, type and version.</summary>
    public PayloadHeader Header { get; }

    /// <summary>The value in one line for people, at most 256 characters; empty where none was made.</summary>
    public string Preview { get; }

    /// <summary>The encoded value. In several segments where it is larger than one array.</summary>
    public ReadOnlySequence<byte> Body { get; }

    /// <summary>Header and preview.</summary>
    internal ReadOnlyMemory<byte> Head => _head;

    /// <summary>Size in bytes of the whole payload: header, preview and body.</summary>
    public long Length => _head.Length + Body.Length;

    /// <summary>Encodes a value as its static type.</summary>
    /// <exception cref="PayloadException">The type or a part of the value cannot travel; the message holds its path.</exception>
    public static Payload Encode<T>(T value)
    {
        var codec = ValueCodec.For<T>();
        var head = new ArrayBufferWriter<byte>(codec.Head.Previewed.Length);
        var writer = new WireWriter(head);
        PayloadFormat.WriteHead(ref writer, codec, value);
        writer.Flush();
        var body = new SegmentedBuffer();
        codec.Encode(value, body);
        return new Payload(head.WrittenMemory, body.Finish());
    }

    /// <summary>Encodes a value as a declared type.</summary>
    /// <exception cref="PayloadException">The type or a part of the value cannot travel; the message holds its path.</exception>
    public static Payload Encode(Type declaredType, object? value) => ValueCodec.For(declaredType).ToPayload(value);

    /// <summary>Encodes a value as JSON, for a task in another language.</summary>
    /// <exception cref="PayloadException">The type or a part of the value cannot travel as JSON; the message holds its path.</exception>
    public static Payload EncodeJson<T>(T value)
    {
        var codec = ValueCodec.For<T>();
        var body = new SegmentedBuffer();
        codec.EncodeJson(value, body);
        return Framed(new PayloadHeader(PayloadCodecs.Json, codec.TypeName), codec.PreviewValue(value), body.Finish());
    }

    /// <summary>Wraps bytes that another codec wrote. They are carried and shown, never opened here.</summary>
    /// <param name="header">Codec (at most 1,000 bytes), type and version to show.</param>
    /// <param name="preview">A line for people; cut at about 1,000 bytes.</param>
    /// <param name="body">The encoded value. Not copied, so it must not change afterwards.</param>
    /// <exception cref="ArgumentException">The codec is C#'s own binary one, whose bodies are made by <see cref="Encode{T}"/>, or has no name.</exception>
    public static Payload Wrap(PayloadHeader header, string preview, in ReadOnlySequence<byte> body)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(preview);
        ArgumentOutOfRangeException.ThrowIfNegative(header.Version, nameof(header));
        if (string.IsNullOrEmpty(header.Codec) || header.Codec == PayloadCodecs.Binary)
        {
            throw new ArgumentException($"'{header.Codec}' is not another language's codec. Use Payload.Encode for C# values.", nameof(header));
        }

        return Framed(header, preview, body);
    }

    /// <inheritdoc cref="Wrap(PayloadHeader, string, in ReadOnlySequence{byte})"/>
    public static Payload Wrap(PayloadHeader header, string preview, ReadOnlyMemory<byte> body) => Wrap(header, preview, new ReadOnlySequence<byte>(body));

    /// <summary>Takes a payload apart. The bytes are not copied, so they must not change afterwards; the body is not looked at.</summary>
    /// <exception cref="PayloadException">The bytes are no payload.</exception>
    public static Payload FromBytes(ReadOnlyMemory<byte> bytes) => FromBytes(new ReadOnlySequence<byte>(bytes));

    /// <inheritdoc cref="FromBytes(ReadOnlyMemory{byte})"/>
    public static Payload FromBytes(in ReadOnlySequence<byte> bytes)
    {
        var head = bytes.First.Length >= Math.Min(PayloadFormat.LongestHead, bytes.Length)
            ? bytes.First
            : bytes.Slice(0, Math.Min(PayloadFormat.LongestHead, bytes.Length)).ToArray();
        return new Payload(head, bytes.Slice(PayloadFormat.Read(head.Span).BodyStart));
    }

    /// <summary>Reads a payload up to the end of a stream. Memory grows with what really arrives.</summary>
    /// <exception cref="PayloadException">The bytes are no payload.</exception>
    public static async Task<Payload> ReadFromAsync(Stream input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return FromBytes(await StreamSegments.ReadAllAsync(input, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads the header from the first <see cref="HeaderSize"/> bytes of a payload, or from all when it is shorter.</summary>
    /// <exception cref="PayloadException">The bytes are no payload.</exception>
    public static PayloadHeader ReadHeader(ReadOnlySpan<byte> start) => PayloadFormat.Read(start).Header;

    /// <summary>Reads the preview from the first <see cref="HeaderSize"/> bytes of a payload, or from all when it is shorter.</summary>
    /// <exception cref="PayloadException">The bytes are no payload.</exception>
    public static string ReadPreview(ReadOnlySpan<byte> start)
    {
        var frame = PayloadFormat.Read(start);
        return frame.Preview(start[frame.BodyStart..]);
    }

    /// <summary>Decodes the value. Each call makes a new one.</summary>
    /// <exception cref="PayloadException">The payload holds another type, another language's value, or damaged bytes.</exception>
    public T Decode<T>()
    {
        var codec = ValueCodec.For<T>();
        PayloadFormat.Read(_head.Span).Check(codec);
        return Header.Codec switch
        {
            PayloadCodecs.Binary => codec.DecodeValue(Body),
            PayloadCodecs.Json => codec.DecodeJsonValue(Body.IsSingleSegment ? Body.FirstSpan : Body.ToArray()),
            PayloadCodecs.Parts => (T)PartsCodec.Decode(typeof(T), Body.ToArray())!,
            PayloadCodecs.Pickle when typeof(T) == typeof(PythonObject) => (T)(object)Core.Leptons.PythonObjectCodec.Read(Body.ToArray()),
            _ => throw PayloadFormat.Unreadable(Header.Codec, codec.TypeName),
        };
    }

    /// <summary>Decodes the value as a declared type. Each call makes a new one.</summary>
    /// <exception cref="PayloadException">The payload holds another type, another language's value, or damaged bytes.</exception>
    public object? Decode(Type declaredType) => ValueCodec.For(declaredType).FromPayload(this);

    /// <summary>The whole payload in one array.</summary>
    /// <exception cref="PayloadException">It is larger than an array can be (2 GB); use <see cref="WriteToAsync"/>.</exception>
    public byte[] ToArray()
    {
        if (Length > Array.MaxLength)
        {
            throw new PayloadException($"A payload of {Length:N0} bytes does not fit into one array. Write it to a stream with WriteToAsync.");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)Length);
        _head.Span.CopyTo(bytes);
        Body.CopyTo(bytes.AsSpan(_head.Length));
        return bytes;
    }

    /// <summary>Writes the whole payload.</summary>
    public async Task WriteToAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        await output.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
        foreach (var segment in Body)
        {
            foreach (var piece in SpooledBytes.Pieces(segment))
            {
                await output.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Puts a payload together again whose body was kept apart from its header.</summary>
    /// <param name="codec">Codec of the body.</param>
    /// <param name="typeReference">Declared type, as graphs name it; never loaded.</param>
    /// <param name="head">Header and preview as they were written with the value; empty where they say nothing that the type does not.</param>
    /// <param name="body">The encoded value. Not copied, so it must not change afterwards.</param>
    internal static Payload FromBody(string codec, string typeReference, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        if (!head.IsEmpty)
        {
            return new Payload(head, new ReadOnlySequence<byte>(body));
        }

        var written = new ArrayBufferWriter<byte>();
        if (codec == PayloadCodecs.Binary)
        {
            PayloadFormat.WriteHeader(typeReference, written);
        }
        else
        {
            PayloadFormat.WriteHeader(new PayloadHeader(codec, typeReference), "", written);
        }

        return new Payload(written.WrittenMemory, new ReadOnlySequence<byte>(body));
    }

    private static Payload Framed(PayloadHeader header, string preview, in ReadOnlySequence<byte> body)
    {
        var head = new ArrayBufferWriter<byte>();
        PayloadFormat.WriteHeader(header, preview, head);
        return new Payload(head.WrittenMemory, body);
    }
}
