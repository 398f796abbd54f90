using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Covalent.Core.Serialization;

/// <summary>The frame around a body: docs/architecture/payloads.md describes it byte by byte.</summary>
internal static class PayloadFormat
{
    public const int FormatVersion = 1;
    public const byte Magic = 0xC0 | FormatVersion;
    public const int LongestName = 1000;

    /// <summary>Header and preview always fit into so many bytes.</summary>
    public const int LongestHead = 4096;

    private const byte CodecMask = 0x07;
    private const byte NamedCodec = 7;
    private const byte HasPreview = 0x08;
    private const byte HasTypeName = 0x10;
    private const byte HasVersion = 0x20;
    private const byte Reserved = 0xC0;

    private static readonly string[] Codecs = [PayloadCodecs.Binary, PayloadCodecs.Json, PayloadCodecs.Pickle, PayloadCodecs.Npy];

    /// <summary>Header and preview of a value in the binary codec.</summary>
    public static void WriteHead<T>(ref WireWriter writer, ValueCodec<T> codec, T value)
    {
        var head = codec.Head;
        if (head.IsNamed || codec.StoresPreview(value))
        {
            writer.Bytes(head.Previewed);
            PreviewText.Write(ref writer, codec, value);
        }
        else
        {
            writer.Bytes(head.Plain);
        }
    }

    /// <summary>Where the body begins in a payload of exactly this codec; -1 when a closer look is needed.</summary>
    public static int FindBody(ValueCodec codec, ReadOnlySpan<byte> payload)
    {
        var head = codec.Head;
        if (payload.StartsWith(head.Plain))
        {
            return head.Plain.Length;
        }

        if (!payload.StartsWith(head.Previewed))
        {
            return -1;
        }

        var reader = new WireReader(payload[head.Previewed.Length..]);
        Name(ref reader);
        return payload.Length - (int)reader.Remaining;
    }

    /// <summary>Header and preview of any body.</summary>
    public static void WriteHeader(PayloadHeader header, string preview, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        var codec = Array.IndexOf(Codecs, header.Codec);
        var flags = (codec < 0 ? NamedCodec : codec) | HasTypeName | (header.Version == 1 ? 0 : HasVersion) | (preview.Length == 0 ? 0 : HasPreview);
        writer.Byte(Magic);
        writer.Byte((byte)flags);
        if (codec < 0)
        {
            Name(ref writer, header.Codec);
        }

        Name(ref writer, header.Type);
        if (header.Version != 1)
        {
            writer.Varint((ulong)header.Version);
        }

        if (preview.Length > 0)
        {
            Name(ref writer, preview);
        }

        writer.Flush();
    }

    /// <summary>Header of a body in the binary codec whose type is known by its reference only, and so not by its shape.</summary>
    public static void WriteHeader(string typeReference, IBufferWriter<byte> output)
    {
        var writer = new WireWriter(output);
        var id = WellKnownTypes.IdOf(typeReference);
        writer.Byte(Magic);
        writer.Byte(id == 0 ? HasTypeName : (byte)0);
        if (id != 0)
        {
            writer.Byte(id);
        }
        else
        {
            Name(ref writer, typeReference);
            writer.Raw(PayloadFrame.UnknownShape);
        }

        writer.Flush();
    }

    /// <summary>The bytes in front of a preview or body, the same for all values of a type.</summary>
    public static byte[] HeadOf(ValueCodec codec, bool previewed)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output);
        var id = WellKnownTypes.IdOf(codec.Type);
        writer.Byte(Magic);
        writer.Byte((byte)((id == 0 ? HasTypeName : 0) | (previewed ? HasPreview : 0)));
        if (id != 0)
        {
            writer.Byte(id);
        }
        else
        {
            Name(ref writer, codec.TypeName);
            writer.Raw(codec.Shape.Hash);
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Takes the frame apart without touching the body.</summary>
    /// <exception cref="PayloadException">The bytes are no payload, or of a newer format.</exception>
    public static PayloadFrame Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        CheckMagic(reader.Byte());
        var flags = reader.Byte();
        if ((flags & Reserved) != 0 || (flags & CodecMask) is >= 4 and < NamedCodec)
        {
            throw WireReader.Damaged($"its flags are 0x{flags:X2}, which this version does not know");
        }

        var codec = (flags & CodecMask) == NamedCodec ? Encoding.UTF8.GetString(Name(ref reader)) : Codecs[flags & CodecMask];
        var isNamed = (flags & HasTypeName) != 0;
        var id = isNamed ? (byte)0 : reader.Byte();
        var name = isNamed ? Name(ref reader) : default;
        var hash = isNamed && codec == PayloadCodecs.Binary ? reader.Raw<uint>() : 0;
        var version = (flags & HasVersion) != 0 ? reader.Varint() : 1;
        var preview = (flags & HasPreview) != 0 ? Name(ref reader) : default;
        if (version > int.MaxValue || (!isNamed && !WellKnownTypes.IsKnown(id)))
        {
            throw WireReader.Damaged(isNamed ? $"it claims version {version} of its codec" : $"it names type number {id}, which this version does not know");
        }

        return new PayloadFrame(codec, id, name, hash, (int)version, (flags & HasPreview) != 0, preview, bytes.Length - (int)reader.Remaining);
    }

    public static PayloadException Unreadable(string codec, string typeName) => new(
        $"A payload written by codec '{codec}' cannot be read as {typeName}: C# reads '{PayloadCodecs.Binary}' and '{PayloadCodecs.Json}'. "
        + "Pass it on to a task in the language that wrote it, or let that task return JSON.");

    private static void CheckMagic(byte first)
    {
        if ((first & 0xF0) != (Magic & 0xF0))
        {
            throw new PayloadException("The bytes are not a Covalent payload: they do not begin with its mark. Pass what Payload.ToArray or Payload.WriteToAsync wrote.");
        }

        if (first != Magic)
        {
            throw new PayloadException($"The payload has format {first & 0x0F}, and this version reads format {FormatVersion}. Read it with the version of Covalent that wrote it, or a newer one.");
        }
    }

    /// <summary>Names and previews, cut at a whole character so that a head stays short.</summary>
    public static void Name(ref WireWriter writer, ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[LongestName];
        Utf8.FromUtf16(text, utf8, out _, out var length);
        writer.Varint((ulong)length);
        writer.Bytes(utf8[..length]);
    }

    private static ReadOnlySpan<byte> Name(scoped ref WireReader reader)
    {
        var length = reader.Varint();
        return length > LongestName ? throw WireReader.Damaged($"it claims a name of {length} bytes") : reader.Take((int)length);
    }
}
