using System.Net.Http.Headers;
using System.Text;

namespace Covalent.Core.Client.Http;

/// <summary>The triggers of a server, over its API.</summary>
internal sealed class HttpTriggerClient(ServerConnection server) : ITriggerClient
{
    private const string Triggers = "api/v1/triggers";

    public async Task<TriggerSnapshot> AddAsync(string dispatchId, Trigger trigger, string? triggerId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(dispatchId);
        ArgumentNullException.ThrowIfNull(trigger);
        trigger.ThrowOnProblems();
        // The id is made here, so that a repeat after a lost answer adds nothing twice.
        var path = $"api/v1/dispatches/{Uri.EscapeDataString(dispatchId)}/triggers?trigger_id={Uri.EscapeDataString(triggerId ?? Guid.CreateVersion7().ToString())}";
        return await CallAsync(() => server.SendAsync(HttpMethod.Post, path, () => Json(trigger.ToJson()), WireJson.Default.TriggerSnapshot, Repeat.Always, cancellationToken)).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<TriggerSnapshot>> ListAsync(string? dispatchId = null, CancellationToken cancellationToken = default) => (await CallAsync(() => server.GetAsync(
        dispatchId is null ? Triggers : $"{Triggers}?dispatch_id={Uri.EscapeDataString(dispatchId)}", WireJson.Default.TriggerPage, cancellationToken)).ConfigureAwait(false)).Triggers;

    public Task<TriggerSnapshot> EnableAsync(string triggerId, bool isEnabled, CancellationToken cancellationToken = default) => CallAsync(() => server.SendAsync(
        HttpMethod.Post, $"{One(triggerId)}/{(isEnabled ? "enable" : "disable")}", null, WireJson.Default.TriggerSnapshot, Repeat.Always, cancellationToken));

    public async Task RemoveAsync(string triggerId, CancellationToken cancellationToken = default)
    {
        using var response = await server.SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, One(triggerId)), Repeat.Always, cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> FireAsync(string triggerId, string? occasion = null, CancellationToken cancellationToken = default)
    {
        var key = occasion ?? Guid.CreateVersion7().ToString();
        using var response = await CallAsync(() => server.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, $"{One(triggerId)}/fire") { Headers = { { "Idempotency-Key", key } } }, Repeat.Always, cancellationToken)).ConfigureAwait(false);
        return (await ServerConnection.ReadAsync(response, WireJson.Default.IdReply, cancellationToken).ConfigureAwait(false)).DispatchId;
    }

    private static string One(string triggerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(triggerId);
        return $"{Triggers}/{Uri.EscapeDataString(triggerId)}";
    }

    private static ByteArrayContent Json(string json) => new(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (CovalentException e) when (e is RemoteStateException or RemoteRangeException)
        {
            throw RemoteErrors.ToStandard(e);
        }
    }
}
