using System.Runtime.InteropServices;
using Covalent.Core.Client.Http;
using Covalent.Core.Execution;
using Covalent.Server.Operations;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>What concerns the server itself.</summary>
internal static class ServerEndpoints
{
    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", "/health", Scope.None, "Says that the process answers.", HealthAsync) { Reply = ApiSchema.Object("State", ("status", "string")) },
        new("GET", "/ready", Scope.None, "Says whether the engine works; 503 with the reason when it does not.", ReadyAsync) { Reply = ApiSchema.Object("State", ("status", "string")) },
        new("GET", "/metrics", Scope.Read, "Metrics in the text format of Prometheus.", MetricsAsync) { Answer = [MetricsText.ContentType] },
        new("GET", "/openapi/v1.json", Scope.None, "This description.", OpenApiAsync) { Reply = ApiSchema.Object("OpenApi", ("openapi", "string")) },
        new("GET", ApiRoutes.Root + "/info", Scope.Read, "Version, data folder and state of the server.", InfoAsync)
        {
            Reply = ApiSchema.Object("Info", ("version", "string"), ("protocol", "integer"), ("pid", "integer"), ("host", "string"), ("platform", "string"), ("runtime", "string"), ("processors", "integer"), ("data_folder", "string"), ("free_bytes", "integer"), ("started", "string"), ("leads", "boolean"), ("token_required", "boolean"), ("default_executor", "string"), ("largest_submission", "integer"), ("largest_json_submission", "integer"), ("largest_document", "integer"), ("largest_file", "integer"), ("largest_result", "integer"), ("uploads_bytes", "integer"), ("uploads_quota", "integer"), ("disk_reserve", "integer")),
        },
        new("POST", ApiRoutes.Root + "/session", Scope.Read, "Keeps the token in a cookie of the browser, which pages cannot read.", SessionAsync)
        {
            Success = [(204, "Done; there is nothing to tell.")],
        },
        new("DELETE", ApiRoutes.Root + "/session", Scope.None, "Forgets the cookie.", EndSessionAsync) { Success = [(204, "Done; there is nothing to tell.")] },
    ];

    private static Task HealthAsync(ApiCall call) => call.BytesAsync("{\"status\":\"ok\"}"u8.ToArray(), "application/json");

    private static async Task ReadyAsync(ApiCall call)
    {
        if (call.Stopping.IsCancellationRequested)
        {
            throw new TransientRefusal(503, ProblemCodes.Stopping, "The server is stopping", "The server is stopping; running dispatches go on at its next start.");
        }

        if (await call.Parts.Engine.ProblemAsync(call.Aborted) is { } problem)
        {
            // Asked without a token; names of folders and databases are for those who have one.
            throw new TransientRefusal(503, ProblemCodes.Storage, "The engine does not work", call.Parts.Gate.IsTokenRequired ? "The engine does not work; the server's log says why." : problem.Message);
        }

        await call.BytesAsync("{\"status\":\"ready\"}"u8.ToArray(), "application/json");
    }

    private static Task MetricsAsync(ApiCall call)
    {
        var text = new MetricsText();
        text.Describe("covalent_build_info", "gauge", "The version that runs.");
        text.Sample("covalent_build_info", MetricsText.Label("version", CovalentVersion.Text), 1);
        text.Describe("covalent_uptime_seconds", "gauge", "Time since the server started.");
        text.Sample("covalent_uptime_seconds", "", call.Parts.Options.Clock.GetElapsedTime(call.Parts.StartedTimestamp).TotalSeconds);
        text.Describe("covalent_event_feeds", "gauge", "Dispatches that somebody listens to.");
        text.Sample("covalent_event_feeds", "", call.Parts.Feeds.Count);
        call.Parts.Engine.Monitor.Metrics.Write(text);
        return call.BytesAsync(text.ToBytes(), MetricsText.ContentType);
    }

    private static Task OpenApiAsync(ApiCall call) => call.BytesAsync(OpenApiDocument.Bytes, "application/json");

    private static Task InfoAsync(ApiCall call)
    {
        var options = call.Parts.Options;
        return call.JsonAsync(json =>
        {
            json.WriteString("version"u8, CovalentVersion.Text);
            json.WriteNumber("protocol"u8, CovalentVersion.Protocol);
            json.WriteNumber("pid"u8, Environment.ProcessId);
            json.WriteString("host"u8, Environment.MachineName);
            json.WriteString("platform"u8, RuntimeInformation.RuntimeIdentifier);
            json.WriteString("runtime"u8, RuntimeInformation.FrameworkDescription);
            json.WriteNumber("processors"u8, Environment.ProcessorCount);
            json.WriteString("data_folder"u8, options.DataFolder);
            json.WriteNumber("free_bytes"u8, new DriveInfo(options.DataFolder).AvailableFreeSpace);
            json.WriteString("started"u8, call.Parts.Started);
            json.WriteBoolean("leads"u8, call.Parts.Engine.Leads);
            json.WriteBoolean("token_required"u8, call.Parts.Gate.IsTokenRequired);
            json.WriteString("default_executor"u8, call.Parts.Engine.DefaultExecutor.ShortName);
            json.WriteNumber("largest_submission"u8, options.LargestBody);
            json.WriteNumber("largest_json_submission"u8, options.LargestJson);
            json.WriteNumber("largest_document"u8, options.LargestDocument);
            json.WriteNumber("largest_file"u8, options.LargestFile);
            json.WriteNumber("largest_result"u8, options.LargestResult);
            json.WriteNumber("uploads_bytes"u8, call.Parts.Disk.Held);
            json.WriteNumber("uploads_quota"u8, call.Parts.Disk.Most);
            json.WriteNumber("disk_reserve"u8, call.Parts.Disk.Reserve);
        });
    }

    private static Task SessionAsync(ApiCall call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            call.Http.Response.Cookies.Append(Gate.CookieName, header["Bearer ".Length..].Trim(), new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = call.Http.Request.IsHttps,
                Path = "/",
            });
        }

        return call.EmptyAsync();
    }

    private static Task EndSessionAsync(ApiCall call)
    {
        call.Http.Response.Cookies.Delete(Gate.CookieName);
        return call.EmptyAsync();
    }
}
