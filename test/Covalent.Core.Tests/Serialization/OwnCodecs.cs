using Covalent;
using Covalent.Core.Tests.Serialization;

[assembly: PayloadCodec(typeof(CalendarCodec))]
[assembly: PayloadTypes(typeof(FileTarget), typeof(MemoryTarget), For = typeof(ITarget))]

namespace Covalent.Core.Tests.Serialization;

/// <summary>A type with a codec on itself.</summary>
[PayloadCodec(typeof(BlobCodec))]
internal sealed class Blob(byte[] bytes) : IEquatable<Blob>
{
    public ReadOnlySpan<byte> Bytes => bytes;

    public bool Equals(Blob? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => Equals(obj as Blob);

    public override int GetHashCode() => bytes.Length;
}

internal sealed class BlobCodec : PayloadCodec<Blob>
{
    public override int Version => 2;

    public override void Encode(Blob value, Stream output) => output.Write(value.Bytes);

    public override Blob Decode(Stream input, int version)
    {
        using var copy = new MemoryStream();
        input.CopyTo(copy);
        return new Blob(copy.ToArray());
    }

    public override string Preview(Blob value) => $"{value.Bytes.Length} bytes, form {Version}";
}

/// <summary>The codec of a type that is not ours.</summary>
internal sealed class CalendarCodec : PayloadCodec<System.Globalization.Calendar>
{
    public override void Encode(System.Globalization.Calendar value, Stream output) => output.WriteByte(value is System.Globalization.JulianCalendar ? (byte)1 : (byte)0);

    public override System.Globalization.Calendar Decode(Stream input, int version) =>
        input.ReadByte() == 1 ? new System.Globalization.JulianCalendar() : new System.Globalization.GregorianCalendar();
}

/// <summary>A generic type whose codec is generic, too.</summary>
[PayloadCodec(typeof(BoxCodec<>))]
internal sealed class Box<T>
{
    public Box(T content, bool marker)
    {
        Content = content;
        Marker = marker;
    }

    public T Content { get; }

    public bool Marker { get; }
}

internal sealed class BoxCodec<T> : PayloadCodec<Box<T>>
{
    public override void Encode(Box<T> value, Stream output) => output.Write(Payload.Encode(value.Content).ToArray());

    public override Box<T> Decode(Stream input, int version)
    {
        using var copy = new MemoryStream();
        input.CopyTo(copy);
        return new Box<T>(Payload.FromBytes(copy.ToArray()).Decode<T>(), marker: true);
    }
}

[PayloadCodec(typeof(FailingCodec))]
internal sealed class Failing
{
    public int Value { get; set; }
}

internal sealed class FailingCodec : PayloadCodec<Failing>
{
    public override void Encode(Failing value, Stream output)
    {
        if (value.Value < 0)
        {
            throw new InvalidDataException("negative");
        }

        output.WriteByte((byte)value.Value);
    }

    public override Failing Decode(Stream input, int version) => throw new InvalidDataException("cannot read");

    public override string Preview(Failing value) => throw new InvalidDataException("cannot show");
}

internal interface ITarget;

internal sealed record FileTarget(string Path) : ITarget;

internal sealed record MemoryTarget(int Size) : ITarget;
