using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Core.Files;

/// <summary>Amazon's request signature, version 4, without a hash of the body (which TLS protects).</summary>
internal sealed class S3Signature(string keyId, string secret, string? session, string region)
{
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    public void Sign(HttpRequestMessage request, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var address = request.RequestUri!;
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = address.IsDefaultPort ? address.Host : $"{address.Host}:{address.Port}",
            ["x-amz-content-sha256"] = Unsigned,
            ["x-amz-date"] = time,
        };
        if (session is not null)
        {
            headers["x-amz-security-token"] = session;
        }

        // Whatever else says something to the store must be signed, too.
        foreach (var (name, values) in request.Headers.Where(static header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values);
        }

        var names = string.Join(';', headers.Keys);
        var canonical = string.Join('\n',
        [
            request.Method.Method,
            address.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped),
            address.Query.TrimStart('?'),
            .. headers.Select(header => $"{header.Key}:{header.Value}"),
            "",
            names,
            Unsigned,
        ]);
        var scope = $"{time[..8]}/{region}/s3/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(Hash(Key(time[..8]), text));
        foreach (var (name, value) in headers.Where(header => header.Key != "host"))
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={keyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private byte[] Key(string day) => new[] { region, "s3", "aws4_request" }.Aggregate(Hash(Encoding.UTF8.GetBytes("AWS4" + secret), day), Hash);

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
