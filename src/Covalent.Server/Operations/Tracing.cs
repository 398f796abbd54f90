using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Server.Api;

namespace Covalent.Server.Operations;

/// <summary>Spans of the server, as children of those of its callers.</summary>
internal static class Tracing
{
    private static readonly ActivitySource Source = new("Covalent.Server", CovalentVersion.Text);

    /// <returns>Null when nobody collects spans.</returns>
    public static Activity? Begin(HttpContext http, ApiRoute route)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        _ = ActivityContext.TryParse(http.Request.Headers.TraceParent.ToString(), http.Request.Headers.TraceState.ToString(), isRemote: true, out var parent);
        var activity = Source.StartActivity($"{route.Method} {route.Pattern}", ActivityKind.Server, parent);
        if (http.Request.RouteValues.TryGetValue("id", out var id))
        {
            activity?.SetTag("covalent.dispatch_id", id);
        }

        return activity;
    }
}
