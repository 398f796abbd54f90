using System.Buffers.Binary;

namespace Covalent.Engine.Storage;

/// <summary>An <see cref="AssetId"/> as 40 bytes: hash and length.</summary>
internal static class AssetReference
{
    public const int Size = 40;

    public static void Write(Span<byte> output, AssetId asset)
    {
        Convert.FromHexString(asset.Sha256).CopyTo(output);
        BinaryPrimitives.WriteInt64LittleEndian(output[32..], asset.Length);
    }

    public static AssetId Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new AssetId(Convert.ToHexStringLower(bytes[..32]), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]))
        : throw new StorageException($"A reference to a stored file has {bytes.Length} bytes instead of {Size}: the database was altered. Restore it from a backup.");
}
