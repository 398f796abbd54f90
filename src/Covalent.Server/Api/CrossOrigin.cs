namespace Covalent.Server.Api;

/// <summary>Lets pages of the allowed origins read the answers. All others were turned away before.</summary>
internal static class CrossOrigin
{
    public static bool IsPreflight(HttpContext http) => HttpMethods.IsOptions(http.Request.Method) && http.Request.Headers.Origin.Count > 0;

    public static void Allow(ApiCall call)
    {
        if (call.Http.Request.Headers.Origin.ToString() is { Length: > 0 } origin && call.Parts.Gate.IsAllowedOrigin(call.Http.Request, origin))
        {
            call.Http.Response.Headers.AccessControlAllowOrigin = origin;
            call.Http.Response.Headers.AccessControlExposeHeaders = "Location, Retry-After, WWW-Authenticate, Content-Range, Upload-Offset, Upload-Length";
            call.Http.Response.Headers.Vary = "Origin";
        }
    }

    public static Task AnswerAsync(ApiCall call)
    {
        var headers = call.Http.Response.Headers;
        headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, PATCH, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Content-Encoding, Last-Event-ID, Idempotency-Key, Upload-Offset, Upload-Length, Covalent-Document, Range, traceparent, tracestate";
        headers.AccessControlMaxAge = "600";
        return call.EmptyAsync();
    }
}
