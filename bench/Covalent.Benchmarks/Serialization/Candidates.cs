using System.Buffers;
using System.Text.Json;
using MemoryPack;
using MessagePack;
using MessagePack.Resolvers;
using PolyType.ReflectionProvider;

namespace Covalent.Benchmarks.Serialization;

internal abstract class Candidate(string name)
{
    public string Name { get; } = name;

    public abstract void Encode<T>(T value, ArrayBufferWriter<byte> output);

    public abstract T Decode<T>(ReadOnlyMemory<byte> bytes);
}

/// <summary>Ours, with header and preview, as the engine stores it.</summary>
internal sealed class CovalentCandidate() : Candidate("covalent")
{
    public override void Encode<T>(T value, ArrayBufferWriter<byte> output) => ValueCodec.For<T>().EncodePayload(value, output);

    public override T Decode<T>(ReadOnlyMemory<byte> bytes) => ValueCodec.For<T>().DecodePayloadValue(bytes.Span);
}

/// <summary>Ours without header and preview: what the others do.</summary>
internal sealed class CovalentBodyCandidate() : Candidate("covalent-body")
{
    public override void Encode<T>(T value, ArrayBufferWriter<byte> output) => ValueCodec.For<T>().Encode(value, output);

    public override T Decode<T>(ReadOnlyMemory<byte> bytes) => ValueCodec.For<T>().DecodeValue(bytes.Span);
}

internal sealed class MemoryPackCandidate() : Candidate("memorypack")
{
    public override void Encode<T>(T value, ArrayBufferWriter<byte> output) => MemoryPackSerializer.Serialize(output, value);

    public override T Decode<T>(ReadOnlyMemory<byte> bytes) => MemoryPackSerializer.Deserialize<T>(bytes.Span)!;
}

/// <summary>Without attributes, for untrusted data: writes code at run time.</summary>
internal sealed class MessagePackCandidate() : Candidate("messagepack")
{
    private static readonly MessagePackSerializerOptions Options = ContractlessStandardResolverAllowPrivate.Options.WithSecurity(MessagePackSecurity.UntrustedData);

    public override void Encode<T>(T value, ArrayBufferWriter<byte> output) => MessagePackSerializer.Serialize(output, value, Options);

    public override T Decode<T>(ReadOnlyMemory<byte> bytes) => MessagePackSerializer.Deserialize<T>(bytes, Options);
}

/// <summary>Shapes by plain reflection: no attributes, no source generator on the user's types, no dynamic code.</summary>
internal sealed class NerdbankCandidate() : Candidate("nerdbank")
{
    private static readonly ReflectionTypeShapeProvider Shapes = ReflectionTypeShapeProvider.Create(new ReflectionTypeShapeProviderOptions { UseReflectionEmit = false });
    private static readonly Nerdbank.MessagePack.MessagePackSerializer Serializer = new();

    public override void Encode<T>(T value, ArrayBufferWriter<byte> output) => Serializer.Serialize(output, in value, Cached<T>.Shape);

    public override T Decode<T>(ReadOnlyMemory<byte> bytes) => Serializer.Deserialize(bytes, Cached<T>.Shape)!;

    private static class Cached<T>
    {
        public static readonly PolyType.ITypeShape<T> Shape = (PolyType.ITypeShape<T>)Shapes.GetTypeShape(typeof(T))!;
    }
}

internal sealed class SystemTextJsonCandidate() : Candidate("system.text.json")
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals, IncludeFields = true };

    public override void Encode<T>(T value, ArrayBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        System.Text.Json.JsonSerializer.Serialize(writer, value, Options);
    }

    public override T Decode<T>(ReadOnlyMemory<byte> bytes) => System.Text.Json.JsonSerializer.Deserialize<T>(bytes.Span, Options)!;
}
