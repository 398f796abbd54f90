using System.Globalization;
using Covalent.Executors.Channels.Ssh;

namespace Covalent.Executors;

/// <summary>One machine of a pool as written: <c>[user@]host[:port][*N]</c>.</summary>
/// <param name="Hop">User, host and port.</param>
/// <param name="Limit">Tasks at once; null for the executor's own.</param>
internal readonly record struct SshPoolHost(SshHop Hop, int? Limit)
{
    /// <summary>Null when the text names no host.</summary>
    public static SshPoolHost? Parse(string text)
    {
        string[] parts = text.Trim().Split('*');
        int? limit = null;
        if (parts.Length == 2)
        {
            if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                return null;
            }

            limit = number;
        }

        return parts.Length <= 2 && SshHostName.IsHop(parts[0]) ? new SshPoolHost(SshHop.Parse(parts[0]), limit) : null;
    }
}
