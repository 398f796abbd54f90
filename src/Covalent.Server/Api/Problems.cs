using System.Text.Json;
using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>Turns what went wrong into problem details with the project's own message.</summary>
internal static class Problems
{
    private const int DiskFull = 28;
    private const int QuotaUsedUp = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    public static Problem Of(Exception e) => e switch
    {
        DispatchNotFoundException missing => Make(404, ProblemCodes.DispatchNotFound, "The dispatch is not known", e) with { DispatchId = missing.DispatchId },
        TriggerNotFoundException missing => Make(404, ProblemCodes.TriggerNotFound, "The trigger is not known", e) with { TriggerId = missing.TriggerId },
        BadRequestException => Make(400, ProblemCodes.InvalidRequest, "The request is not valid", e),
        BodyTooLargeException => Make(413, ProblemCodes.TooLarge, "The request is too large", e),
        BadHttpRequestException bad => Make(bad.StatusCode, bad.StatusCode == 413 ? ProblemCodes.TooLarge : ProblemCodes.InvalidRequest, "The request is not valid", e),
        RefusedException refused => Make(refused.Status, refused.Code, refused.Title, e) with { IsTransient = refused.IsTransient },
        StorageException storage => Make(storage.IsTransient ? 503 : 507, ProblemCodes.Storage, "The store failed", e) with { IsTransient = storage.IsTransient },
        ObjectDisposedException or OperationCanceledException => Make(503, ProblemCodes.Stopping, "The server is stopping", "The server is stopping; running dispatches go on at its next start. Try again then.") with { IsTransient = true },
        PayloadException or WorkflowBuildException or ExecutorException => Make(422, ProblemCodes.InvalidRequest, "The request cannot be carried out", e),
        CovalentException known => Make(known.IsTransient ? 503 : 400, ProblemCodes.InvalidRequest, "The request cannot be carried out", e) with { IsTransient = known.IsTransient },
        // How a chunk is refused that says it is longer than any number.
        IOException { InnerException: OverflowException } => Make(400, ProblemCodes.InvalidRequest, "The request is not valid", e),
        IOException { HResult: DiskFull or QuotaUsedUp or DiskFullOnWindows } => Make(507, ProblemCodes.Storage, "There is no space left", "The server's disk is full, so nothing was taken. Its operator has to make space; then try again.") with { IsTransient = true },
        ArgumentOutOfRangeException range => Make(404, ProblemCodes.OutOfRange, "There is no such thing", range.Message),
        ArgumentException => Make(400, ProblemCodes.InvalidRequest, "The request is not valid", e),
        InvalidOperationException => Make(409, ProblemCodes.InvalidState, "That is not possible now", e),
        _ => Make(500, ProblemCodes.Internal, "The server failed", "The server failed over this request; its log says why. Nothing that was accepted before is lost."),
    };

    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        if (http.Response.HasStarted)
        {
            // Too late for a status: a cut connection is the only honest sign that the answer is not whole.
            http.Abort();
            return;
        }

        Forget(http.Response);
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = "application/problem+json";
        http.Response.Headers.CacheControl = "no-store";
        if (problem.IsTransient)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        await JsonSerializer.SerializeAsync(http.Response.BodyWriter, problem with { Instance = http.Request.Path }, WireJson.Default.Problem, http.RequestAborted);
    }

    // What was said of the answer that did not come about; not what lets the caller read this one, or tells it what to do.
    private static void Forget(HttpResponse response)
    {
        foreach (var name in (string[])["Content-Length", "Content-Range", "Content-Disposition", "Accept-Ranges", "Location", "Upload-Offset", "Upload-Length"])
        {
            response.Headers.Remove(name);
        }

        if (response.Body.CanSeek)
        {
            response.Body.SetLength(0);
        }
    }

    public static Problem Make(int status, string code, string title, string detail) =>
        new() { Type = $"urn:covalent:problem:{code}", Title = title, Status = status, Detail = detail, Code = code };

    // The name of a parameter of ours says nothing to who asked.
    private static Problem Make(int status, string code, string title, Exception e) =>
        Make(status, code, title, e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message);
}
