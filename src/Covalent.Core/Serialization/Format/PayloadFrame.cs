using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>Header and preview of a payload, pointing into its bytes.</summary>
internal readonly ref struct PayloadFrame(
    string codec, byte typeId, ReadOnlySpan<byte> typeName, uint shapeHash, int version, bool hasPreview, ReadOnlySpan<byte> preview, int bodyStart)
{
    /// <summary>Stands for the shape of a type that the writer of the header did not have.</summary>
    public const uint UnknownShape = 0;

    private readonly ReadOnlySpan<byte> _typeName = typeName;
    private readonly ReadOnlySpan<byte> _preview = preview;

    public string Codec { get; } = codec;

    public int BodyStart { get; } = bodyStart;

    public string TypeName => typeId == 0 ? Encoding.UTF8.GetString(_typeName) : WellKnownTypes.NameOf(typeId);

    public PayloadHeader Header => new(Codec, TypeName, version);

    /// <summary>The stored preview, or the one made from a small body.</summary>
    public string Preview(ReadOnlySpan<byte> body) => hasPreview
        ? Encoding.UTF8.GetString(_preview)
        : typeId != 0 && Codec == PayloadCodecs.Binary ? WellKnownTypes.Preview(typeId, body) : "";

    /// <summary>Refuses to read bytes as a type of another shape.</summary>
    public void Check(ValueCodec reader)
    {
        if (Codec != PayloadCodecs.Binary)
        {
            return;
        }

        var hash = typeId == 0 ? shapeHash : WellKnownTypes.ShapeHashOf(typeId);
        if (hash != reader.Shape.Hash && hash != UnknownShape)
        {
            throw new PayloadException(TypeName == reader.TypeName
                ? $"The payload holds a {TypeName} whose members were others than today's ({reader.Shape.Text}). Run the task that produced it again, or give the type a codec that reads old versions."
                : $"The payload holds a value of type {TypeName} and cannot be read as {reader.TypeName}. Ask for the type it was written with.");
        }
    }
}

/// <summary>The constant head of all payloads of one type.</summary>
internal sealed class PayloadHead(ValueCodec codec)
{
    /// <summary>Whether the type is named, so that nobody can make the preview from the body without it.</summary>
    public bool IsNamed { get; } = WellKnownTypes.IdOf(codec.Type) == 0;

    public byte[] Plain { get; } = PayloadFormat.HeadOf(codec, previewed: false);

    public byte[] Previewed { get; } = PayloadFormat.HeadOf(codec, previewed: true);
}
