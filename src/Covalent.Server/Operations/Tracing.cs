using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Engine.Diagnostics;
using Covalent.Server.Api;

namespace Covalent.Server.Operations;

/// <summary>Spans of the server, as children of those of its callers.</summary>
internal static class Tracing
{
    public const string SourceName = "Covalent.Server";
    private static readonly ActivitySource Source = new(SourceName, CovalentVersion.Text);

    /// <summary>The sources that a server records.</summary>
    public static IReadOnlyCollection<string> Sources { get; } = [SourceName, EngineTracing.SourceName];

    /// <returns>Null when nobody collects spans; the caller's context is then handed on as it is.</returns>
    public static Activity? Begin(HttpContext http, ApiRoute route)
    {
        var isTraced = ActivityContext.TryParse(http.Request.Headers.TraceParent.ToString(), http.Request.Headers.TraceState.ToString(), isRemote: true, out var parent);
        if (!Source.HasListeners())
        {
            if (isTraced)
            {
                EngineTracing.PassOn(parent);
            }

            return null;
        }

        var activity = Source.StartActivity($"{route.Method} {route.Pattern}", ActivityKind.Server, parent);
        activity?.SetTag("http.request.method", route.Method).SetTag("http.route", route.Pattern);
        if (http.Request.RouteValues.TryGetValue("id", out var id))
        {
            activity?.SetTag("covalent.dispatch_id", id);
        }

        return activity;
    }
}
