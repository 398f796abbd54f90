using System.Text.Json;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Core.Leptons;

/// <summary>Writes the value of one slot for another language. Arrays and Python's own objects are passed on as the bytes that they are,
/// never as objects of this process.</summary>
internal static class ForeignSlot
{
    public static void Write(Utf8JsonWriter json, SlotShape slot, ref SlotReader reader, INodeValues values, BlobFolder blobs)
    {
        var type = TypeReference.Resolve(slot.Type);
        switch (slot.Kind)
        {
            case SlotKind.Constant:
                Write(json, type, PayloadCodecs.Binary, reader.Constant(), blobs);
                break;
            case SlotKind.Node:
                var encoded = values.GetEncoded(reader.Node());
                Write(json, type, encoded.Codec, encoded.Bytes.Span, blobs);
                break;
            default:
                ForeignShape.Of(type).Write(json, StructureReader.For(type).Read(ref reader, values), blobs);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, Type type, string codec, ReadOnlySpan<byte> bytes, BlobFolder blobs)
    {
        if (codec == PayloadCodecs.Binary && NpyBody.Serves(type) && TryWriteArray(json, type, bytes, blobs))
        {
            return;
        }

        ForeignShape.Of(type).Write(json, ValueCodec.For(type).Decode(codec, bytes), blobs);
    }

    private static bool TryWriteArray(Utf8JsonWriter json, Type type, ReadOnlySpan<byte> bytes, BlobFolder blobs)
    {
        var name = blobs.NewName(".npy");
        using (var file = blobs.Create(name))
        {
            if (!NpyBody.TryWrite(file, type, bytes))
            {
                return false;
            }
        }

        json.WriteStartObject();
        json.WriteString("kind", "npy");
        json.WriteString("file", name);
        json.WriteEndObject();
        return true;
    }
}
