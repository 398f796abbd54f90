using System.Buffers;
using System.Text.Json;
using Covalent.Core.Execution;
using Covalent.Core.Serialization;

namespace Covalent;

/// <summary>Encodes and decodes values of one declared type. One instance per type and process, safe for any number of threads.</summary>
internal abstract class ValueCodec
{
    private TypeShape? _shape;
    private bool? _isDeeplyImmutable;

    private protected ValueCodec(Type type) => Type = type;

    /// <summary>The declared type.</summary>
    public Type Type { get; }

    /// <summary>The type as C# people read it, such as <c>List&lt;int&gt;</c> or <c>MyApp.Person</c>.</summary>
    public string TypeName => field ??= TypeNames.Of(Type);

    /// <summary>What the bytes hold, whatever collection or class carries it; equal shapes read each other's bytes.</summary>
    public TypeShape Shape => _shape ??= TypeShape.Of(this);

    /// <summary>Whether a value may be handed to several consumers without a copy each.</summary>
    public bool IsDeeplyImmutable => _isDeeplyImmutable ??= ComputeImmutable([]);

    /// <summary>The constant start of all payloads of the type.</summary>
    internal PayloadHead Head => field ??= new PayloadHead(this);

    /// <summary>Least number of bytes of a value; at least 1, so that a count of items is bounded by the bytes there are.</summary>
    internal abstract int SmallestSize { get; }

    /// <summary>Whether the bytes of a value are its memory, whatever bits it holds, so that many are copied as one block.</summary>
    internal virtual bool IsRaw => false;

    /// <summary>The codec of a declared type.</summary>
    /// <exception cref="PayloadException">Values of the type cannot travel; the message names the part, the reason and the remedy.</exception>
    public static ValueCodec For(Type declaredType)
    {
        ArgumentNullException.ThrowIfNull(declaredType);
        return CodecCache.For(declaredType);
    }

    /// <summary>The codec of a declared type, without boxing.</summary>
    /// <exception cref="PayloadException">Values of the type cannot travel; the message names the part, the reason and the remedy.</exception>
    public static ValueCodec<T> For<T>() => CodecCache.Typed<T>.Codec;

    /// <summary>Writes the body: the value without header and preview.</summary>
    /// <exception cref="PayloadException">A part of the value cannot travel; the message holds its path.</exception>
    public abstract void Encode(object? value, IBufferWriter<byte> output);

    /// <summary>Reads a body that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="PayloadException">The bytes are damaged or hold something else.</exception>
    public abstract object? Decode(ReadOnlySpan<byte> bytes);

    /// <summary>Reads a body that may lie in several segments.</summary>
    /// <exception cref="PayloadException">The bytes are damaged or hold something else.</exception>
    public abstract object? Decode(in ReadOnlySequence<byte> bytes);

    /// <summary>Writes the value as JSON, for programs in other languages.</summary>
    /// <exception cref="PayloadException">A part of the value cannot travel as JSON; the message holds its path.</exception>
    public abstract void EncodeJson(object? value, IBufferWriter<byte> output);

    /// <summary>Reads JSON into the declared type.</summary>
    /// <exception cref="PayloadException">The text is not JSON, or does not fit the type.</exception>
    public abstract object? DecodeJson(ReadOnlySpan<byte> utf8);

    /// <summary>Reads a body written with any codec that C# understands; see <see cref="PayloadCodecs"/>.</summary>
    /// <exception cref="PayloadException">The codec is another language's, or the bytes are damaged or hold something else.</exception>
    public object? Decode(string codec, ReadOnlySpan<byte> bytes) => codec switch
    {
        PayloadCodecs.Binary => Decode(bytes),
        PayloadCodecs.Json => DecodeJson(bytes),
        PayloadCodecs.Parts => PartsCodec.Decode(Type, bytes.ToArray()),
        PayloadCodecs.Pickle when Type == typeof(PythonObject) => Core.Leptons.PythonObjectCodec.Read(bytes.ToArray()),
        _ => throw PayloadFormat.Unreadable(codec, TypeName),
    };

    /// <summary>Writes a whole payload: header, preview and body.</summary>
    /// <exception cref="PayloadException">A part of the value cannot travel; the message holds its path.</exception>
    public abstract void EncodePayload(object? value, IBufferWriter<byte> output);

    /// <summary>Reads a whole payload.</summary>
    /// <exception cref="PayloadException">The bytes are damaged or hold something else.</exception>
    public abstract object? DecodePayload(ReadOnlySpan<byte> payload);

    /// <summary>A short text for people, one line, independent of culture. Never fails.</summary>
    public abstract string Preview(object? value, int maxLength = PreviewText.DefaultLength);

    /// <summary>The preview made from the first bytes of a body that is too large to decode for it; empty where that cannot be done.</summary>
    /// <exception cref="PayloadException">The bytes are damaged.</exception>
    internal virtual string PreviewOfStart(ReadOnlySpan<byte> start) => "";

    /// <summary>Fetches the codecs of the parts. Called once, when all types that refer to each other have their codec object.</summary>
    internal virtual void Bind(CodecBuilder builder)
    {
    }

    /// <summary>Describes what the bytes hold.</summary>
    internal abstract void Describe(ShapeWriter shape);

    internal abstract Payload ToPayload(object? value);

    internal abstract object? FromPayload(Payload payload);

    internal bool ComputeImmutable(HashSet<ValueCodec> visiting) => _isDeeplyImmutable ?? (!visiting.Add(this) || IsImmutable(visiting));

    internal abstract void WriteObject(ref WireWriter writer, object? value);

    internal abstract object? ReadObject(ref WireReader reader);

    internal abstract void WriteJsonObject(Utf8JsonWriter writer, object? value);

    internal abstract object? ReadJsonObject(ref Utf8JsonReader reader);

    internal abstract void PreviewObject(PreviewText text, object? value);

    /// <summary>Whether values of the type never change. A type met again on the way counts as immutable.</summary>
    private protected abstract bool IsImmutable(HashSet<ValueCodec> visiting);
}
