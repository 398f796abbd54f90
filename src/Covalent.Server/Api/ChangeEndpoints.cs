using System.Text.Json;
using Covalent.Core.Client.Http;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Cancelling, deriving, resuming and deleting dispatches.</summary>
internal static class ChangeEndpoints
{
    private const string All = ApiRoutes.Root + "/dispatches";
    private const string One = All + "/{id}";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("POST", One + "/cancel", Scope.Cancel, "Cancels a dispatch, or only the nodes in the body; tells what could not be stopped.", CancelAsync)
        {
            Body = ["application/json"],
            Call = ApiSchema.Of(WireJson.Default.CancelCall),
            Reply = ApiSchema.Of(WireJson.Default.CancelReport),
        },
        new("POST", One + "/redispatch", Scope.Submit, "Registers and starts a dispatch derived from this one.", RedispatchAsync)
        {
            Headers = [(DispatchDocument.Header, false, "SHA-256 of a submission that was sent beforehand; then there is no body.")],
            Body = [DispatchDocument.ContentType, "application/json"],
            Call = ApiSchema.Of(WireJson.Default.RedispatchHead),
            Reply = ApiSchema.Of(WireJson.Default.IdReply),
            Success = [(201, "Registered and started, or here already.")],
        },
        new("POST", One + "/resume", Scope.Submit, "Goes on with this dispatch if no living engine runs it.", call => ResumeAsync(call, call.DispatchId))
        {
            Reply = ApiSchema.Of(WireJson.Default.IdsReply),
        },
        new("POST", ApiRoutes.Root + "/resume", Scope.Submit, "Goes on with all dispatches that no living engine runs.", call => ResumeAsync(call, null))
        {
            Reply = ApiSchema.Of(WireJson.Default.IdsReply),
        },
        new("DELETE", One, Scope.Cancel, "Deletes a terminal dispatch.", DeleteOneAsync) { Reply = ApiSchema.Of(WireJson.Default.DeleteReport) },
        new("POST", All + "/delete", Scope.Cancel, "Deletes the terminal dispatches in the body, and tells which and why not.", DeleteAsync)
        {
            Body = ["application/json"],
            Call = ApiSchema.Of(WireJson.Default.IdsCall),
            Reply = ApiSchema.Of(WireJson.Default.DeleteReport),
        },
    ];

    private static async Task CancelAsync(ApiCall call)
    {
        var what = await call.ReadJsonAsync(WireJson.Default.CancelCall);
        var report = await call.Dispatcher.CancelAsync(call.DispatchId, what?.Nodes, call.Aborted);
        await call.JsonAsync(report, WireJson.Default.CancelReport);
    }

    private static async Task RedispatchAsync(ApiCall call)
    {
        using var submitted = await SubmittedBody.ReadAsync(call);
        var body = submitted.Bytes;
        var (head, lattice, graph) = body.IsEmpty ? (new RedispatchHead(), null, null)
            : Submission.IsJson(call) ? (ReadHead(body), null, null)
            : DispatchDocument.Read(body, WireJson.Default.RedispatchHead);
        var id = head.NewDispatchId ?? Guid.CreateVersion7().ToString();
        if (await SubmissionRules.FindAsync(call, id) is null)
        {
            if (graph is not null || head.BundleId is not null)
            {
                SubmissionRules.Check(call, graph ?? await call.Dispatcher.GetGraphAsync(call.DispatchId, call.Aborted), head.BundleId, mayLackBundle: graph is null);
            }

            await call.Parts.Engine.ShareBundleAsync(head.BundleId, call.Aborted);
            await call.Dispatcher.RedispatchAsync(
                new RedispatchRequest
                {
                    NewDispatchId = id,
                    DispatchId = call.DispatchId,
                    Graph = graph,
                    Lattice = lattice,
                    BundleId = head.BundleId,
                    ReusePreviousResults = head.ReusePreviousResults,
                    Inputs = head.Inputs?.ToDictionary(input => input.Key, input => input.Value.GetRawText()),
                },
                call.Aborted);
        }

        submitted.Done();
        call.Http.Response.Headers.Location = $"{All}/{id}";
        await call.JsonAsync(new IdReply(id), WireJson.Default.IdReply, StatusCodes.Status201Created);
    }

    private static async Task ResumeAsync(ApiCall call, string? id)
    {
        if (id is not null)
        {
            // Tells an unknown dispatch from one that has nothing to go on with.
            await call.Dispatcher.GetAsync(id, call.Aborted);
        }

        await call.JsonAsync(new IdsReply(await call.Dispatcher.ResumeAsync(id, call.Aborted)), WireJson.Default.IdsReply);
    }

    private static async Task DeleteOneAsync(ApiCall call)
    {
        await call.Dispatcher.GetAsync(call.DispatchId, call.Aborted);
        var report = await call.Dispatcher.DeleteAsync([call.DispatchId], call.Aborted);
        if (report.Failed.TryGetValue(call.DispatchId, out var reason))
        {
            throw new InvalidOperationException(reason);
        }

        await call.JsonAsync(report, WireJson.Default.DeleteReport);
    }

    private static async Task DeleteAsync(ApiCall call)
    {
        var what = await call.ReadJsonAsync(WireJson.Default.IdsCall) ?? throw new BadRequestException("The body is empty; send {\"dispatch_ids\": [...]}.");
        var report = await call.Dispatcher.DeleteAsync(what.DispatchIds ?? [], call.Aborted);
        await call.JsonAsync(report, WireJson.Default.DeleteReport);
    }

    private static RedispatchHead ReadHead(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, WireJson.Default.RedispatchHead) ?? new RedispatchHead();
        }
        catch (JsonException e)
        {
            throw new BadRequestException($"The body is not the JSON of a redispatch: {e.Message}", e);
        }
    }
}
