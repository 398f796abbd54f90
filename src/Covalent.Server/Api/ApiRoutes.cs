using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>All operations, and what happens around each of them.</summary>
internal static class ApiRoutes
{
    public const string Root = "/api/v1";

    public static IReadOnlyList<ApiRoute> All { get; } =
    [
        .. DispatchEndpoints.Routes,
        .. NodeEndpoints.Routes,
        .. GraphEndpoints.Routes,
        .. ChangeEndpoints.Routes,
        .. EventEndpoints.Routes,
        .. BundleEndpoints.Routes,
        .. ServerEndpoints.Routes,
    ];

    public static void Map(WebApplication web, ApiParts parts)
    {
        foreach (var route in All)
        {
            web.MapMethods(route.Pattern, [route.Method], http => AnswerAsync(route, new ApiCall(http, parts)));
        }

        web.MapFallback(http => Problems.WriteAsync(http, Problems.Make(
            404, ProblemCodes.NotFound, "There is nothing here", $"{http.Request.Method} {http.Request.Path} is not an operation of this server; /openapi/v1.json lists them.")));
    }

    private static async Task AnswerAsync(ApiRoute route, ApiCall call)
    {
        try
        {
            await route.Handler(call);
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            // The client went away; nobody is there to be told.
        }
        catch (Exception e) // The edge of the process: whatever happens inside must become an answer.
        {
            await Problems.WriteAsync(call.Http, Problems.Of(e));
        }
    }
}
