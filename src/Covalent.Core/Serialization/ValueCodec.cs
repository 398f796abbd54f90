using System.Buffers;

namespace Covalent;

/// <summary>Encodes values of one declared type. Being written on branch serialization; this declaration only lets the invoker compile.</summary>
internal abstract class ValueCodec
{
    public abstract bool IsDeeplyImmutable { get; }

    public abstract void Encode(object? value, IBufferWriter<byte> output);

    public abstract object? Decode(ReadOnlySpan<byte> bytes);

    public static ValueCodec For(Type type) => throw new CovalentException($"Type '{type}' has no codec yet.");
}
