using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Executors.Tests.Files;

/// <summary>Stands in for three object stores, and believes nothing: S3's signatures are computed anew from what arrived, checksums from the bytes, and
/// Google's sessions keep exactly what was sent. Written from the stores' published descriptions, apart from the code under test.</summary>
internal sealed class CloudServer : IAsyncDisposable
{
    public const string KeyId = "AKIDTEST";
    public const string Secret = "a/secret+key";
    public const string Region = "eu-test-1";
    public const string Token = "google-token";
    public const string Signature = "sv=2023-11-03&sp=rw&sig=abc%3D";

    private readonly LoopbackListener _listener;
    private readonly ConcurrentDictionary<string, (string Path, MemoryStream Bytes, string Hash)> _sessions = new();

    public CloudServer() => _listener = new(AnswerAsync);

    public string Address => _listener.Address;

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Connections to cut while a piece of a session arrives.</summary>
    public int Breaks { get; set; }

    /// <summary>Tells a wrong checksum with the next download.</summary>
    public bool Lies { get; set; }

    public int SessionRequests { get; private set; }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Url!.AbsolutePath;
        if (request.QueryString["upload_id"] is { } session)
        {
            await SessionAsync(context, session);
            return;
        }

        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        var refusal = request.Headers["x-ms-version"] is not null ? OfAzure(request) : request.Headers["x-amz-content-sha256"] is not null || request.Headers["x-amz-checksum-mode"] is not null || request.Headers["x-amz-checksum-crc32c"] is not null
            ? OfS3(request) : request.Headers["Authorization"] == $"Bearer {Token}" ? null : (401, "AuthenticationRequired", "");
        refusal ??= path.Contains("/nowhere/", StringComparison.Ordinal) ? (404, request.Headers["x-ms-version"] is null ? "NoSuchBucket" : "ContainerNotFound", "") : null;
        refusal ??= request.HttpMethod == "PUT" && (request.Headers["x-amz-checksum-crc32c"] ?? request.Headers["x-goog-hash"]?["crc32c=".Length..]) is { } sum && sum != Sum(body.ToArray()) ? (400, "BadDigest", "") : null;
        refusal ??= request.HttpMethod == "GET" && !Objects.ContainsKey(path) ? (404, request.Headers["x-ms-version"] is null ? "NoSuchKey" : "BlobNotFound", "") : null;
        if (refusal is { } refused)
        {
            response.StatusCode = refused.Item1;
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"<?xml version='1.0'?><Error><Code>{refused.Item2}</Code><Message>no.</Message>{refused.Item3}</Error>"));
        }
        else if (request.HttpMethod == "POST")
        {
            var id = Guid.NewGuid().ToString("N");
            _sessions[id] = (path, new MemoryStream(), request.Headers["x-goog-hash"]!["crc32c=".Length..]);
            response.StatusCode = request.Headers["x-goog-resumable"] == "start" ? 201 : 400;
            response.Headers["Location"] = $"{Address}{path}?upload_id={id}";
        }
        else if (request.HttpMethod == "PUT")
        {
            Objects[path] = body.ToArray();
            response.StatusCode = request.Headers["x-ms-version"] is null ? 200 : 201;
        }
        else
        {
            var sent = Lies ? "AAAAAA==" : Sum(Objects[path]);
            Lies = false;
            response.Headers[request.Headers["x-amz-checksum-mode"] is null ? "x-goog-hash" : "x-amz-checksum-crc32c"] = request.Headers["x-amz-checksum-mode"] is null ? $"crc32c={sent}" : sent;
            await response.OutputStream.WriteAsync(Objects[path]);
        }

        response.Close();
    }

    private async Task SessionAsync(HttpListenerContext context, string id)
    {
        SessionRequests++;
        var (path, kept, hash) = _sessions[id];
        var range = context.Request.Headers["Content-Range"]!["bytes ".Length..];
        var total = long.Parse(range.Split('/')[1], CultureInfo.InvariantCulture);
        if (range[0] != '*')
        {
            Assert.Equal(kept.Length, long.Parse(range.Split('-')[0], CultureInfo.InvariantCulture));
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (Breaks > 0)
            {
                // Half of it arrived, in steps of 256 KiB, and nobody was told.
                Breaks--;
                kept.Write(body.GetBuffer(), 0, (int)body.Length / 2 / (256 << 10) * (256 << 10));
                context.Response.StatusCode = 503;
                context.Response.ContentLength64 = 10;
                await context.Response.OutputStream.WriteAsync("gone"u8.ToArray());
                context.Response.Abort();
                return;
            }

            body.WriteTo(kept);
        }

        if (kept.Length == total)
        {
            Objects[path] = kept.ToArray();
            context.Response.StatusCode = Sum(Objects[path]) == hash ? 200 : 400;
        }
        else
        {
            context.Response.StatusCode = 308;
            if (kept.Length > 0)
            {
                context.Response.Headers["Range"] = $"bytes=0-{kept.Length - 1}";
            }
        }

        context.Response.Close();
    }

    private static (int, string, string)? OfAzure(HttpListenerRequest request) =>
        request.Url!.Query.TrimStart('?') != Signature ? (403, "AuthenticationFailed", "")
            : request.HttpMethod == "PUT" && request.Headers["x-ms-blob-type"] != "BlockBlob" ? (400, "MissingRequiredHeader", "") : null;

    private static (int, string, string)? OfS3(HttpListenerRequest request)
    {
        if (request.Headers["Authorization"] is not { } authorization)
        {
            return (403, "AccessDenied", "");
        }

        var fields = authorization["AWS4-HMAC-SHA256 ".Length..].Split(", ").Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => field[1]);
        var credential = fields["Credential"].Split('/');
        if (credential[2] != Region)
        {
            return (400, "AuthorizationHeaderMalformed", $"<Region>{Region}</Region>");
        }

        var signed = fields["SignedHeaders"].Split(';');
        Assert.All(request.Headers.AllKeys.Where(name => name!.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)), name => Assert.Contains(name!.ToLowerInvariant(), signed));
        var canonical = new StringBuilder().Append(request.HttpMethod).Append('\n').Append(request.RawUrl!.Split('?')[0]).Append("\n\n");
        foreach (var name in signed)
        {
            canonical.Append(name).Append(':').Append(request.Headers[name]!.Trim()).Append('\n');
        }

        canonical.Append('\n').Append(fields["SignedHeaders"]).Append('\n').Append(request.Headers["x-amz-content-sha256"]);
        var toSign = string.Join('\n', "AWS4-HMAC-SHA256", request.Headers["x-amz-date"], string.Join('/', credential[1..]), Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString()))));
        var key = Encoding.UTF8.GetBytes("AWS4" + Secret);
        foreach (var part in credential[1..])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign))) == fields["Signature"] && credential[0] == KeyId ? null : (403, "SignatureDoesNotMatch", "");
    }

    // Bit by bit, as the polynomial is written down.
    private static string Sum(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        var sum = BitConverter.GetBytes(~crc);
        Array.Reverse(sum);
        return Convert.ToBase64String(sum);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
