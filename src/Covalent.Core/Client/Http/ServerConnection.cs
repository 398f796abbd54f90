using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Covalent.Core.Client.Http;

/// <summary>Requests to one server: headers, repetition of what may be repeated, errors as the project's exceptions.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly HttpDispatcherClientOptions _options;
    private readonly HttpClient _http;
    private volatile bool _hasAnswered;

    public ServerConnection(HttpDispatcherClientOptions options)
    {
        _options = options;
        Address = options.Address;
        var text = options.Address.ToString();
        _http = new HttpClient(new SocketsHttpHandler
        {
            // A token must not follow a redirect to somebody else, and the API never redirects.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = 64,
        })
        {
            BaseAddress = new Uri(text.EndsWith('/') ? text : text + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (options.Token is { Length: > 0 } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in options.Headers)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }
    }

    public Uri Address { get; }

    /// <summary>Asks for JSON.</summary>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), Repeat.Always, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends content that can be made again, and reads JSON.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, Func<HttpContent>? content, JsonTypeInfo<T> type, Repeat repeat, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(method, path) { Content = content?.Invoke() }, repeat, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request, again where that can help, and gives back a successful response whose body is still to be read.</summary>
    /// <exception cref="ServerUnreachableException">The server does not answer.</exception>
    /// <exception cref="CovalentException">The server refused; the type says what.</exception>
    public Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, Repeat repeat, CancellationToken cancellationToken) =>
        SendAsync(request, repeat, _options.RetryPatience, cancellationToken);

    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, Repeat repeat, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begin = _options.Clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                return await TryAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (CovalentException e) when (MayRepeat(e, repeat) && _options.Clock.GetElapsedTime(begin) < patience)
            {
                await Task.Delay(pause, _options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What a failed response says, as an exception.</summary>
    public async Task<CovalentException> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return RemoteErrors.Of(Address, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, bytes);
    }

    public static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    public static TimeSpan ShortestPause => FirstPause;

    public void Dispose() => _http.Dispose();

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false)
                    ?? throw new CovalentException($"The server answered {response.RequestMessage?.RequestUri} with null. Is it a Covalent server of this version?");
            }
        }
        catch (JsonException e)
        {
            throw new CovalentException($"The answer to {response.RequestMessage?.RequestUri} is not what this version expects ({e.Message}). Is it a Covalent server of this version?", e);
        }
    }

    private async Task<HttpResponseMessage> TryAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        using var request = make();
        ClientTracing.Inject(request);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(e);
        }

        _hasAnswered = true;
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ErrorAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    public ServerUnreachableException Unreachable(Exception e) => new(Address, Sentence(e.InnerException is System.Net.Sockets.SocketException s ? s.Message : e.Message), e);

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    // A server that never answered is most likely not there; that is said at once.
    private bool MayRepeat(CovalentException e, Repeat repeat) => e switch
    {
        ServerUnreachableException u => _hasAnswered && (repeat == Repeat.Always || WasNotSent(u)),
        _ => e.IsTransient && repeat == Repeat.Always,
    };

    private static bool WasNotSent(ServerUnreachableException e) => e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}

/// <summary>When a request may be sent once more.</summary>
internal enum Repeat
{
    /// <summary>Doing it twice is doing it once.</summary>
    Always,

    /// <summary>Only when it certainly did not arrive.</summary>
    IfNotSent,
}
