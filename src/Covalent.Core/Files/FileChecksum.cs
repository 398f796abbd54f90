using System.Security.Cryptography;

namespace Covalent.Core.Files;

/// <summary>A checksum as a store tells it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Value">In base 64.</param>
internal sealed record FileChecksum(string Name, string Value)
{
    private const string Md5 = "MD5";

    public static FileChecksum OfCrc32C(string value) => new("CRC-32C", value);

    public static FileChecksum OfMd5(string value) => new(Md5, value);

    /// <summary>The same sum of a file here.</summary>
    public async Task<string> OfFileAsync(string path, CancellationToken cancellationToken) => Name == Md5
        ? Convert.ToBase64String(await Md5OfFileAsync(path, cancellationToken).ConfigureAwait(false))
        : await Crc32C.OfFileAsync(path, cancellationToken).ConfigureAwait(false);

#pragma warning disable CA5351 // MD5 is what the stores tell and check; it finds damage, and no security rests on it.
    public static async Task<byte[]> Md5OfFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return await MD5.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    public static byte[] Md5Of(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
