using System.Text.Json;
using Covalent.Core.Client;
using Covalent.Core.Client.Http;

namespace Covalent;

/// <summary>A dispatcher on a Covalent server, reached over HTTP. Thread-safe; one instance serves a whole application.</summary>
/// <remarks>Calls that may be repeated are repeated when the server is away for a moment. Waiting and watching outlast a restart of the server.</remarks>
/// <example><code>
/// await using var client = new HttpDispatcherClient(new Uri("http://localhost:48008"));
/// using (ClientProvider.Use(client))
/// {
///     var result = await RunAsync(MyLattice, 1.0);
/// }
/// </code></example>
public sealed partial class HttpDispatcherClient : IDispatcherClient, IApplicationBundles
{
    private const string Dispatches = "api/v1/dispatches";
    private const int WaitSeconds = 50;
    private readonly HttpDispatcherClientOptions _options;
    private readonly ServerConnection _server;
    private readonly BundleUpload _bundles;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">The address is not an absolute http or https one.</exception>
    public HttpDispatcherClient(HttpDispatcherClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Address.IsAbsoluteUri || options.Address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{options.Address}' is not the address of a server; use one such as http://localhost:48008.", nameof(options));
        }

        _options = options;
        _server = new ServerConnection(options);
        _bundles = new BundleUpload(_server, options);
    }

    /// <summary>Makes a client for an address with the usual options.</summary>
    public HttpDispatcherClient(Uri address)
        : this(new HttpDispatcherClientOptions(address))
    {
    }

    /// <summary>The server's address.</summary>
    public string Location => _options.Address.ToString();

    ValueTask<string?> IApplicationBundles.EnsureStoredAsync(CancellationToken cancellationToken) => _bundles.EnsureAsync(cancellationToken);

    /// <summary>Registers a dispatch durably, without starting it. The same id registers once.</summary>
    public Task RegisterAsync(DispatchRequest request, CancellationToken cancellationToken = default) => SendAsync(request, start: false, cancellationToken);

    /// <summary>Registers and starts a dispatch in one durable step.</summary>
    public Task SubmitAsync(DispatchRequest request, CancellationToken cancellationToken = default) => SendAsync(request, start: true, cancellationToken);

    /// <summary>Starts a registered dispatch; a second start reports the current status.</summary>
    public async Task<Status> StartAsync(string dispatchId, CancellationToken cancellationToken = default) => (await CallAsync(() =>
        _server.SendAsync(HttpMethod.Post, $"{One(dispatchId)}/start", null, WireJson.Default.StatusReply, Repeat.Always, cancellationToken)).ConfigureAwait(false)).Status;

    /// <summary>The dispatch as it is now.</summary>
    public Task<DispatchSnapshot> GetAsync(string dispatchId, CancellationToken cancellationToken = default) =>
        CallAsync(() => _server.GetAsync(One(dispatchId), WireJson.Default.DispatchSnapshot, cancellationToken));

    /// <summary>The dispatch once it is terminal.</summary>
    public async Task<DispatchSnapshot> WaitAsync(string dispatchId, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            using var response = await _server.SendAsync(
                () => new HttpRequestMessage(HttpMethod.Get, $"{One(dispatchId)}/wait?timeout={WaitSeconds}"), Repeat.Always, _options.WaitPatience, cancellationToken).ConfigureAwait(false);
            if (await ReadOrNullAsync(response, cancellationToken).ConfigureAwait(false) is { } snapshot && snapshot.Status.IsTerminal())
            {
                return snapshot;
            }
        }
    }

    /// <summary>Dispatches matching a query, newest first.</summary>
    public Task<DispatchPage> ListAsync(DispatchQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.ThrowOnProblems();
        var path = $"{Dispatches}?offset={query.Offset}&count={query.Count}&sublattices={(query.IncludeSublattices ? "true" : "false")}"
            + (query.Statuses is { } statuses ? $"&status={string.Join(',', statuses.Select(status => status.ToWord()))}" : "")
            + (query.Search is { } search ? $"&search={Uri.EscapeDataString(search)}" : "");
        return CallAsync(() => _server.GetAsync(path, WireJson.Default.DispatchPage, cancellationToken));
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync()
    {
        _bundles.Dispose();
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(DispatchRequest request, bool start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var head = new SubmitHead
        {
            DispatchId = request.DispatchId,
            BundleId = request.BundleId,
            FailFast = request.FailFast,
            Priority = request.Priority,
            RedispatchOf = request.RedispatchOf,
        };
        var document = DispatchDocument.Write(head, WireJson.Default.SubmitHead, request.Lattice, request.Graph);
        var path = start ? Dispatches + "?start=true" : Dispatches;
        await _bundles.WithBundleAsync(
            request.BundleId,
            () => _server.SendAsync(HttpMethod.Post, path, () => Document(document), WireJson.Default.IdReply, Repeat.Always, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private static ReadOnlyMemoryContent Document(ReadOnlyMemory<byte> document) => new(document) { Headers = { ContentType = new(DispatchDocument.ContentType) } };

    // A server that goes away in the middle of its answer is asked again.
    private static async Task<DispatchSnapshot?> ReadOrNullAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerConnection.ReadAsync(response, WireJson.Default.DispatchSnapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static string One(string dispatchId)
    {
        ArgumentException.ThrowIfNullOrEmpty(dispatchId);
        return $"{Dispatches}/{Uri.EscapeDataString(dispatchId)}";
    }

    private static string Node(string dispatchId, int node) => $"{One(dispatchId)}/nodes/{node}";

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
