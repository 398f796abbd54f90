using System.Security.Cryptography;
using System.Text;

namespace Covalent.Engine.Dispatching;

/// <summary>Ids of child dispatches: made from the parent's id and the node, so that building a sublattice twice gives one dispatch.</summary>
internal static class ChildId
{
    private const byte Version8 = 0x80;
    private const byte Variant = 0x80;

    /// <summary>A UUID of version 8 (defined by its maker).</summary>
    public static string Of(string dispatchId, int node)
    {
        var name = Encoding.UTF8.GetBytes($"covalent-sublattice/{dispatchId}/{node}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | Version8);
        hash[8] = (byte)((hash[8] & 0x3F) | Variant);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }
}
