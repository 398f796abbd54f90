using System.Security.Cryptography;
using System.Text;

namespace Covalent.Server.Triggers;

/// <summary>Ids of dispatches that triggers start: made from trigger and occasion, so that submitting one twice gives one dispatch.</summary>
internal static class FiringId
{
    private const byte Version8 = 0x80;
    private const byte Variant = 0x80;

    /// <summary>A UUID of version 8 (defined by its maker).</summary>
    public static string Of(string triggerId, string occasion)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"covalent-trigger/{triggerId}/{occasion}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | Version8);
        hash[8] = (byte)((hash[8] & 0x3F) | Variant);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }
}
