using System.Runtime.CompilerServices;

namespace Covalent.Core.Serialization;

/// <summary>A scalar whose bytes are its memory, for any bits.</summary>
internal abstract class RawCodec<T>(string shape) : ScalarCodec<T>(shape)
    where T : unmanaged
{
    internal override int SmallestSize => Unsafe.SizeOf<T>();

    internal override bool IsRaw => true;

    internal sealed override void Write(ref WireWriter writer, T value) => writer.Raw(value);

    internal sealed override T Read(ref WireReader reader) => reader.Raw<T>();

    internal sealed override void WriteMany(ref WireWriter writer, ReadOnlySpan<T> values) => writer.Block(values);

    internal sealed override void ReadMany(ref WireReader reader, Span<T> values, long start) => reader.Block(values);
}
