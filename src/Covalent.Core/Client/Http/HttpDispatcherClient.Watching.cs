using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Covalent.Core.Client.Http;

namespace Covalent;

/// <content>Live events.</content>
public sealed partial class HttpDispatcherClient
{
    /// <summary>What happens from now on, starting with the current state; ends after the terminal status. A connection that breaks is made again,
    /// and goes on where it was cut.</summary>
    public async IAsyncEnumerable<DispatchEvent> WatchAsync(string dispatchId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var last = "";
        while (true)
        {
            using var response = await ListenAsync(dispatchId, last, cancellationToken).ConfigureAwait(false);
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var items = SseParser.Create(stream, EventJson.Read).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                await using (items.ConfigureAwait(false))
                {
                    while (await MoveAsync(items).ConfigureAwait(false))
                    {
                        last = items.Current.EventId ?? last;
                        if (items.Current.Data is not { } e)
                        {
                            continue;
                        }

                        yield return e;
                        if (e is DispatchStatusChanged { Status: var status } && status.IsTerminal())
                        {
                            yield break;
                        }
                    }
                }
            }
        }
    }

    private Task<HttpResponseMessage> ListenAsync(string dispatchId, string last, CancellationToken cancellationToken) => _server.SendAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{One(dispatchId)}/events");
            request.Headers.Accept.ParseAdd("text/event-stream");
            if (last.Length > 0)
            {
                request.Headers.Add("Last-Event-ID", last);
            }

            return request;
        },
        Repeat.Always, _options.WaitPatience, cancellationToken);

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<SseItem<DispatchEvent?>> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
