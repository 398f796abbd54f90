using System.Text;
using Covalent.Server.Live;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Live events as server-sent events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly byte[] Comment = ": still here\n\n"u8.ToArray();

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", ApiRoutes.Root + "/events", Scope.Read, "Statuses of all dispatches as server-sent events; goes on after Last-Event-ID. 'reset' means: read the list.", AllAsync)
        {
            Headers = [("Last-Event-ID", false, "Go on after this event.")],
            Success = [(200, "Events, as they happen.")],
            Answer = ["text/event-stream"],
        },
        new("GET", ApiRoutes.Root + "/dispatches/{id}/events", Scope.Read, "Status, progress and output of a dispatch as server-sent events; goes on after Last-Event-ID.", DispatchAsync)
        {
            Headers = [("Last-Event-ID", false, "Go on after this event.")],
            Success = [(200, "Events, as they happen.")],
            Answer = ["text/event-stream"],
        },
    ];

    private static async Task AllAsync(ApiCall call)
    {
        using var reader = call.Parts.Engine.Monitor.Feed.Enter(call.Http.Request.Headers["Last-Event-ID"].ToString());
        await SendAsync(call, reader);
    }

    private static async Task DispatchAsync(ApiCall call)
    {
        await call.Dispatcher.GetAsync(call.DispatchId, call.Aborted);
        using var reader = call.Parts.Feeds.Open(call.DispatchId, call.Http.Request.Headers["Last-Event-ID"].ToString());
        await SendAsync(call, reader);
    }

    private static async Task SendAsync(ApiCall call, FeedReader reader)
    {
        var response = call.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Stopping);
        try
        {
            await response.Body.FlushAsync(end.Token);
            while (true)
            {
                var batch = reader.Take();
                foreach (var e in batch.Events)
                {
                    Write(response, reader.IdOf(e), e);
                }

                if (batch.Events.Count > 0)
                {
                    await response.Body.FlushAsync(end.Token);
                }
                else if (batch.IsOver)
                {
                    return;
                }
                else if (!await reader.WaitAsync(Heartbeat, end.Token))
                {
                    await response.Body.WriteAsync(Comment, end.Token);
                    await response.Body.FlushAsync(end.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the server stops; the client comes back with the last id it saw.
        }
    }

    private static void Write(HttpResponse response, string id, FeedEvent e)
    {
        var head = Encoding.ASCII.GetBytes($"id: {id}\nevent: {e.Kind}\ndata: ");
        var span = response.BodyWriter.GetSpan(head.Length + e.Json.Length + 2);
        head.CopyTo(span);
        e.Json.CopyTo(span[head.Length..]);
        span[head.Length + e.Json.Length] = (byte)'\n';
        span[head.Length + e.Json.Length + 1] = (byte)'\n';
        response.BodyWriter.Advance(head.Length + e.Json.Length + 2);
    }
}
