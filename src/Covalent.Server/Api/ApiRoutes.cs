using Covalent.Core.Client.Http;
using Covalent.Server.Operations;
using Covalent.Server.Security;

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
        .. DocumentEndpoints.Routes,
        .. TriggerEndpoints.Routes,
        .. TransferEndpoints.Routes,
        .. ExecutorEndpoints.Routes,
        .. AdminEndpoints.Routes,
        .. ServerEndpoints.Routes,
    ];

    public static void Map(WebApplication web, ApiParts parts)
    {
        foreach (var route in All)
        {
            web.MapMethods(route.Pattern, [route.Method], http => AnswerAsync(route, new ApiCall(http, parts)));
        }

        // Names with a dot too, which the usual pattern takes for files.
        web.MapFallback("{*path}", http => AnswerAsync(Nothing, new ApiCall(http, parts)));
    }

    private static ApiRoute Nothing { get; } = new("", "", Scope.None, "", call => CrossOrigin.IsPreflight(call.Http)
        ? CrossOrigin.AnswerAsync(call)
        : throw new RefusedException(404, ProblemCodes.NotFound, "There is nothing here",
            $"{call.Http.Request.Method} {call.Http.Request.Path} is not an operation of this server; /openapi/v1.json lists them."));

    private static async Task AnswerAsync(ApiRoute route, ApiCall call)
    {
        var who = "";
        var begin = call.Parts.Options.Clock.GetTimestamp();
        using var activity = Tracing.Begin(call.Http, route);
        try
        {
            Harden(call.Http.Response);
            CrossOrigin.Allow(call);
            who = call.Parts.Gate.Admit(call.Http, route.Scope);
            if (route.Scope is not (Scope.None or Scope.Read or Scope.Admin))
            {
                call.Parts.Leadership.Demand();
            }

            await route.Handler(call);
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            // The client went away; nobody is there to be told.
        }
        catch (Exception e) // The edge of the process: whatever happens inside must become an answer.
        {
            await FailAsync(call, e);
        }

        if (!route.IsLong)
        {
            call.Parts.Engine.Monitor.Metrics.Answered(call.Http.Request.Method, call.Http.Response.StatusCode, call.Parts.Options.Clock.GetElapsedTime(begin));
        }

        activity?.SetTag("http.response.status_code", call.Http.Response.StatusCode);
        if (route.IsChange || call.Http.Response.StatusCode is 401 or 403)
        {
            call.Parts.Audit.Write(who, call.Http);
        }
    }

    private static async Task FailAsync(ApiCall call, Exception e)
    {
        var problem = Problems.Of(e);
        if (problem.Code == ProblemCodes.Internal || call.Http.Response.HasStarted)
        {
            ServerLog.RequestFailed(call.Parts.Logger, call.Http.Request.Method, call.Http.Request.Path, e);
        }

        try
        {
            await Problems.WriteAsync(call.Http, problem);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client left while it was told.
        }
    }

    private static void Harden(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }
}
