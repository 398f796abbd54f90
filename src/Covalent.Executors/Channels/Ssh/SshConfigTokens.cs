using System.Text;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>The <c>%</c> tokens and <c>${VARIABLES}</c> of OpenSSH configurations.</summary>
internal static class SshConfigTokens
{
    public static SshHostSettings Expand(SshHostSettings settings, string host)
    {
        string hostName = settings.HostName is { } name ? Replace(name, c => c switch { 'h' => host, '%' => "%", _ => null }) : host;
        string user = settings.User ?? Environment.UserName;
        string All(string text) => Variables(Replace(text, c => c switch
        {
            'h' => hostName,
            'n' => host,
            'p' => (settings.Port ?? 22).ToString(System.Globalization.CultureInfo.InvariantCulture),
            'r' => user,
            'u' => Environment.UserName,
            'd' => LocalPath.Home,
            '%' => "%",
            _ => null,
        }));
        return settings with
        {
            HostName = settings.HostName is null ? null : hostName,
            IdentityFiles = [.. settings.IdentityFiles.Select(All)],
            CertificateFile = settings.CertificateFile is { } certificate ? All(certificate) : null,
            UserKnownHostsFiles = [.. settings.UserKnownHostsFiles.Select(All)],
            ProxyJump = settings.ProxyJump is { } jump ? All(jump) : null,
        };
    }

    private static string Replace(string text, Func<char, string?> valueOf)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 1 < text.Length && valueOf(text[i + 1]) is { } value)
            {
                result.Append(value);
                i++;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }

    private static string Variables(string text)
    {
        int start = text.IndexOf("${", StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf('}', start);
        return end < 0 ? text : text[..start] + Environment.GetEnvironmentVariable(text[(start + 2)..end]) + Variables(text[(end + 1)..]);
    }
}
