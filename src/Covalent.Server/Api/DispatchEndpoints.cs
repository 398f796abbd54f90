using System.Text.Json.Nodes;
using Covalent.Core.Client.Http;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Registering, starting, reading and listing dispatches.</summary>
internal static class DispatchEndpoints
{
    private const string One = ApiRoutes.Root + "/dispatches/{id}";
    private const int LongestWait = 60;

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", ApiRoutes.Root + "/dispatches", Scope.Read, "Lists dispatches, newest first unless sorted otherwise.", ListAsync)
        {
            Reply = ApiSchema.Of(WireJson.Default.DispatchPage),
            Query =
            [
                ("status", "Only these, separated by commas."), ("search", "Only names and ids that contain this text."), ("sublattices", "Also the dispatches of sublattices."),
                ("sort", "created, name, started, duration or status."), ("order", "asc, which is usual with sort, or desc."),
                ("offset", "Leave out the first so many."), ("count", "At most so many, 1 to 1000."),
            ],
        },
        new("POST", ApiRoutes.Root + "/dispatches", Scope.Submit, "Registers a dispatch, and starts it with start=true.", RegisterAsync)
        {
            Query = [("start", "true to start it at once.")],
            Headers = [(DispatchDocument.Header, false, "SHA-256 of a submission that was sent beforehand; then there is no body.")],
            Body = [DispatchDocument.ContentType, "application/json"],
            Call = ApiSchema.Of(WireJson.Default.SubmitHead),
            Reply = ApiSchema.Of(WireJson.Default.IdReply),
            Success = [(201, "Registered."), (200, "It was here already.")],
        },
        new("GET", One, Scope.Read, "Tells where a dispatch stands.", GetAsync) { Reply = ApiSchema.Of(WireJson.Default.DispatchSnapshot) },
        new("POST", One + "/start", Scope.Submit, "Starts a registered dispatch; starting twice runs once.", StartAsync) { Reply = ApiSchema.Of(WireJson.Default.StatusReply) },
        new("GET", One + "/wait", Scope.Read, "Waits until a dispatch ends, or the given time is over.", WaitAsync)
        {
            Query = [("timeout", "Seconds to wait at most, 0 to 60; 25 by default.")],
            Reply = ApiSchema.Of(WireJson.Default.DispatchSnapshot),
        },
        new("GET", One + "/result", Scope.Read, "The value of a completed dispatch as a payload; 204 when it returns nothing.", ResultAsync)
        {
            Query = [("format", "json for what the value says of itself.")],
            Headers = [("Range", false, "Part of the bytes.")],
            Answer = [PayloadAnswer.ContentType, "application/json"],
            Reply = PayloadAnswer.Schema,
            Success = [(200, "The value."), (204, "It returns nothing."), (206, "The part asked for.")],
        },
    ];

    private static async Task ListAsync(ApiCall call)
    {
        var query = new DispatchQuery
        {
            Statuses = call.Statuses(),
            Search = call.Query("search") is { Length: > 0 } search ? search : null,
            IncludeSublattices = call.Flag("sublattices"),
            Sort = call.Word("sort", DispatchSort.Created),
            Ascending = call.Word("order", call.Query("sort") is null ? SortOrder.Desc : SortOrder.Asc) == SortOrder.Asc,
            Offset = call.Number("offset", 0, 0, int.MaxValue),
            Count = call.Number("count", 50, 1, 1000),
        };
        var page = await call.Dispatcher.ListAsync(query, call.Aborted);
        await call.JsonAsync(page, WireJson.Default.DispatchPage);
    }

    private static async Task RegisterAsync(ApiCall call)
    {
        using var body = await SubmittedBody.ReadAsync(call);
        var request = Submission.Read(call, body.Bytes);
        var known = await SubmissionRules.IsKnownAsync(call, request);
        await call.Parts.Engine.ShareBundleAsync(known ? null : request.BundleId, call.Aborted);
        if (call.Flag("start"))
        {
            await call.Dispatcher.SubmitAsync(request, call.Aborted);
            if (known)
            {
                await call.Dispatcher.StartAsync(request.DispatchId, call.Aborted);
            }
        }
        else
        {
            await call.Dispatcher.RegisterAsync(request, call.Aborted);
        }

        body.Done();
        call.Http.Response.Headers.Location = $"{ApiRoutes.Root}/dispatches/{request.DispatchId}";
        await call.JsonAsync(new IdReply(request.DispatchId), WireJson.Default.IdReply, known ? 200 : 201);
    }

    private static async Task GetAsync(ApiCall call) =>
        await call.JsonAsync(await call.Dispatcher.GetAsync(call.DispatchId, call.Aborted), WireJson.Default.DispatchSnapshot);

    private static async Task StartAsync(ApiCall call)
    {
        var status = await call.Dispatcher.StartAsync(call.DispatchId, call.Aborted);
        await call.JsonAsync(new StatusReply(call.DispatchId, status), WireJson.Default.StatusReply);
    }

    private static async Task WaitAsync(ApiCall call)
    {
        var seconds = call.Number("timeout", 25, 0, LongestWait);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), call.Parts.Options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, call.Aborted, call.Stopping);
        DispatchSnapshot snapshot;
        try
        {
            snapshot = await call.Dispatcher.WaitAsync(call.DispatchId, either.Token);
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            snapshot = await call.Dispatcher.GetAsync(call.DispatchId, call.Aborted);
        }

        await call.JsonAsync(snapshot, WireJson.Default.DispatchSnapshot);
    }

    private static Task ResultAsync(ApiCall call) => PayloadAnswer.WriteAsync(
        call,
        () => call.Parts.Engine.Dispatcher.TryOpenResultAsync(call.DispatchId, call.Aborted),
        () => call.Dispatcher.GetResultAsync(call.DispatchId, call.Aborted));
}

/// <summary>Words of the parameter <c>order</c>.</summary>
internal enum SortOrder
{
    Asc,
    Desc,
}
