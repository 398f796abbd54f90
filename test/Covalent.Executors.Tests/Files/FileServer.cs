using System.Collections.Concurrent;
using System.Net;

namespace Covalent.Executors.Tests.Files;

/// <summary>A web server with files: ranges, entity tags, PUT, and downloads that break off.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    public FileServer() => _listener = new(AnswerAsync);

    public string Address => _listener.Address;

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public ConcurrentQueue<(string Method, string Path, string? Range)> Requests { get; } = new();

    /// <summary>Bytes after which the next download breaks off; 0 for never.</summary>
    public int BreaksAfter { get; set; }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var path = request.Url!.AbsolutePath;
        Requests.Enqueue((request.HttpMethod, path, request.Headers["Range"]));
        if (request.HttpMethod == "PUT")
        {
            using var body = new MemoryStream();
            await request.InputStream.CopyToAsync(body);
            Files[path] = body.ToArray();
        }
        else if (!Files.TryGetValue(path, out var file))
        {
            response.StatusCode = 404;
        }
        else
        {
            var start = request.Headers["Range"] is { } range && request.Headers["If-Range"] == "\"v1\"" ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            response.StatusCode = start > 0 ? 206 : 200;
            response.Headers["ETag"] = "\"v1\"";
            response.ContentType = path.EndsWith('/') ? "text/html" : "application/octet-stream";
            response.ContentLength64 = file.Length - start;
            if (start > 0)
            {
                response.Headers["Content-Range"] = $"bytes {start}-{file.Length - 1}/{file.Length}";
            }

            if (BreaksAfter > 0)
            {
                await response.OutputStream.WriteAsync(file.AsMemory(start, BreaksAfter));
                await response.OutputStream.FlushAsync();
                BreaksAfter = 0;
                response.Abort();
                return;
            }

            await response.OutputStream.WriteAsync(file.AsMemory(start));
        }

        response.Close();
    }
}
