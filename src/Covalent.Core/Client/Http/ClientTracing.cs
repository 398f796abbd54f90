using System.Diagnostics;
using Covalent.Core.Execution;

namespace Covalent.Core.Client.Http;

/// <summary>Spans of the client, of source <c>Covalent.Client</c>: what the server and the workers record for a dispatch are its descendants.</summary>
internal static class ClientTracing
{
    public const string SourceName = "Covalent.Client";
    private static readonly ActivitySource Source = new(SourceName, CovalentVersion.Text);

    /// <summary>Names the caller's span as the parent of the server's. Left to HttpClient, that would be a span of its own, which is in nobody's trace
    /// unless the program records those too.</summary>
    public static void Inject(HttpRequestMessage request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } current)
        {
            request.Headers.TryAddWithoutValidation("traceparent", id);
            if (current.TraceStateString is { Length: > 0 } state)
            {
                request.Headers.TryAddWithoutValidation("tracestate", state);
            }
        }
    }

    /// <returns>Null when nobody collects spans.</returns>
    public static Activity? Begin(string what, string lattice, string dispatchId) =>
        Source.HasListeners() ? Source.StartActivity(lattice.Length == 0 ? what : $"{what} {lattice}", ActivityKind.Client)?.SetTag("covalent.dispatch_id", dispatchId) : null;
}
