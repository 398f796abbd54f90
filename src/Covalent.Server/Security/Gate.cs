using System.Net;
using System.Security.Cryptography;
using Covalent.Core.Client.Http;
using Covalent.Server.Api;
using Covalent.Server.Hosting;

namespace Covalent.Server.Security;

/// <summary>Decides who may do what: the name the server is called by, the page a browser comes from, the token and its scopes.</summary>
internal sealed class Gate
{
    public const string CookieName = "covalent_token";
    private const string Scheme = "Bearer ";
    private readonly TokenStore _tokens;
    private readonly FailedTries _failures;
    private readonly AllowedHosts _hosts;
    private readonly IReadOnlyList<string> _origins;
    private readonly byte[]? _environmentToken;
    private readonly bool _isExposed;

    public Gate(ServerOptions options, TokenStore tokens)
    {
        _tokens = tokens;
        _failures = new FailedTries(options.Clock);
        _hosts = new AllowedHosts(options.Address, options.AllowedHosts);
        _origins = options.AllowedOrigins;
        _isExposed = !ExposureRule.IsLoopback(options.Address);
        _environmentToken = options.Token is { Length: > 0 } token ? TokenStore.HashOf(token) : null;
    }

    /// <summary>Whether callers need a token. Where others can reach the server they do even when the last token was removed while it runs.</summary>
    public bool IsTokenRequired => _isExposed || _environmentToken is not null || _tokens.Any;

    /// <summary>Lets a request pass or throws.</summary>
    /// <returns>Whose request it is, for the audit log.</returns>
    /// <exception cref="RefusedException">It may not.</exception>
    public string Admit(HttpContext http, Scope needed)
    {
        if (!_hosts.Contains(http.Request.Host))
        {
            throw Refuse(400, ProblemCodes.Refused, "The host name is not one of this server's",
                $"This server does not answer to the name '{http.Request.Host.Host}'. Call it by its address, or add the name to dispatcher.allowed_hosts.");
        }

        CheckOrigin(http);
        if (needed == Scope.None)
        {
            return "";
        }

        if (!IsTokenRequired)
        {
            return "anonymous";
        }

        var (name, scopes) = Identify(http);
        return (scopes & needed) == needed ? name : throw Refuse(403, ProblemCodes.Forbidden, "The token does not allow that",
            $"This needs the scope '{Scopes.ToText(needed)}'; the token of '{name}' has '{Scopes.ToText(scopes)}'. Ask the server's operator for a token with that scope.");
    }

    /// <summary>Whether a page from there may call.</summary>
    public bool IsAllowedOrigin(HttpRequest request, string origin) =>
        _origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == request.Scheme && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    // Browsers name the page a call comes from; whoever names a foreign one is turned away, whatever else it shows.
    private void CheckOrigin(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !IsAllowedOrigin(http.Request, origin))
        {
            throw Refuse(403, ProblemCodes.Refused, "The page may not call this server",
                $"Pages from '{origin}' may not call this server. If that page is yours, add its origin to dispatcher.allowed_origins.");
        }

        if (origin.Length == 0 && http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" && !HttpMethods.IsGet(http.Request.Method))
        {
            throw Refuse(403, ProblemCodes.Refused, "The page may not call this server", "Pages of other sites may not call this server.");
        }
    }

    private (string Name, Scope Scopes) Identify(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (_failures.IsBlocked(address))
        {
            http.Response.Headers.RetryAfter = "60";
            throw Refuse(429, ProblemCodes.Busy, "Too many wrong tokens", "Too many wrong tokens came from this address. Try again in a minute.");
        }

        if (TokenOf(http.Request) is not { Length: > 0 } token)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            throw Refuse(401, ProblemCodes.Unauthorized, "A token is needed",
                "This server asks for a token. Set COVALENT_SDK__TOKEN, sdk.token_file, or send the header 'Authorization: Bearer TOKEN'; its operator makes one with 'covalent token add NAME'.");
        }

        if (_environmentToken is { } expected && CryptographicOperations.FixedTimeEquals(TokenStore.HashOf(token), expected))
        {
            return ("environment", Scope.Admin);
        }

        if (_tokens.Find(token) is { } holder)
        {
            return holder;
        }

        _failures.Note(address);
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        throw Refuse(401, ProblemCodes.Unauthorized, "The token is not valid", "The token is not one of this server's, was removed, or is too old. Ask the server's operator for a new one.");
    }

    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : request.Cookies[CookieName];
    }

    private static RefusedException Refuse(int status, string code, string title, string message) => new(status, code, title, message);
}
