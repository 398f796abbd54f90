using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Executors.Tests.Files;

/// <summary>Makes signatures for an account, as its owner would.</summary>
internal static class AzureSignature
{
    public const string Account = "covalent";

    public static string Of(string key, string permissions)
    {
        const string version = "2021-08-06";
        var end = DateTimeOffset.UtcNow.AddHours(5).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = string.Join('\n', Account, permissions, "b", "sco", "", end, "", "http,https", version, "", "");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(text)));
        return $"sv={version}&ss=b&srt=sco&sp={permissions}&se={Uri.EscapeDataString(end)}&spr={Uri.EscapeDataString("http,https")}&sig={Uri.EscapeDataString(signature)}";
    }
}
