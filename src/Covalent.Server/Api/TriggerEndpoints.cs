using System.Text;
using Covalent.Core.Client.Http;
using Covalent.Server.Security;
using Covalent.Server.Triggers;

namespace Covalent.Server.Api;

/// <summary>Adding, listing, switching, removing and firing triggers.</summary>
internal static class TriggerEndpoints
{
    private const string All = ApiRoutes.Root + "/triggers";
    private const string One = All + "/{trigger}";
    private const int LargestTrigger = 1 << 20;
    private const int LargestCall = 1 << 20;

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", All, Scope.Read, "Lists triggers in the order they were added.", ListAsync)
        {
            Reply = ApiSchema.Of(WireJson.Default.TriggerPage),
            Query = [("dispatch_id", "Only those of this dispatch.")],
        },
        new("POST", ApiRoutes.Root + "/dispatches/{id}/triggers", Scope.Submit, "Attaches the trigger in the body to a dispatch.", AddAsync)
        {
            Reply = ApiSchema.Of(WireJson.Default.TriggerSnapshot), Call = ApiSchema.Object("Trigger", ("type", "string")), Success = [(201, "Attached.")],
            Query = [("trigger_id", "Id of the trigger, so that a repeat adds it once.")],
            Body = ["application/json"],
        },
        new("GET", One, Scope.Read, "Tells what a trigger waits for and what it did.", GetAsync) { Reply = ApiSchema.Of(WireJson.Default.TriggerSnapshot) },
        new("POST", One + "/enable", Scope.Submit, "Lets a trigger watch.", call => EnableAsync(call, true)) { Reply = ApiSchema.Of(WireJson.Default.TriggerSnapshot) },
        new("POST", One + "/disable", Scope.Submit, "Has a trigger stop watching.", call => EnableAsync(call, false)) { Reply = ApiSchema.Of(WireJson.Default.TriggerSnapshot) },
        new("POST", One + "/fire", Scope.Submit, "Fires a trigger; the same Idempotency-Key fires once.", FireAsync)
        {
            Headers =
            [
                ("Idempotency-Key", false, "Fires once for each."),
                (WebhookSignature.Header, false, "t=UNIX-SECONDS,v1=HEX: the HMAC-SHA256 of 'UNIX-SECONDS.BODY' with the trigger's secret, where it has one."),
                (WebhookSignature.HubHeader, false, "sha256=HEX: the HMAC-SHA256 of the body alone, instead."),
            ],
            Reply = ApiSchema.Of(WireJson.Default.IdReply),
            Success = [(202, "Fired; the dispatch goes on by itself.")],
        },
        new("DELETE", One, Scope.Cancel, "Removes a trigger; what it started goes on.", RemoveAsync) { Success = [(204, "Done; there is nothing to tell.")] },
    ];

    private static async Task ListAsync(ApiCall call) =>
        await call.JsonAsync(new TriggerPage(await call.Parts.Triggers.ListAsync(call.Query("dispatch_id"), call.Aborted)), WireJson.Default.TriggerPage);

    private static async Task AddAsync(ApiCall call)
    {
        var body = await BodyReading.ReadAllAsync(call.Http.Request, LargestTrigger, call.Aborted);
        var trigger = Trigger.FromJson(Encoding.UTF8.GetString(body.Span));
        var added = await call.Parts.Triggers.AddAsync(call.DispatchId, trigger, call.Query("trigger_id"), call.Aborted);
        call.Http.Response.Headers.Location = $"{All}/{added.TriggerId}";
        await call.JsonAsync(added, WireJson.Default.TriggerSnapshot, StatusCodes.Status201Created);
    }

    private static async Task GetAsync(ApiCall call) =>
        await call.JsonAsync(await call.Parts.Triggers.GetAsync(call.Value("trigger"), call.Aborted), WireJson.Default.TriggerSnapshot);

    private static async Task EnableAsync(ApiCall call, bool isEnabled) =>
        await call.JsonAsync(await call.Parts.Triggers.EnableAsync(call.Value("trigger"), isEnabled, call.Aborted), WireJson.Default.TriggerSnapshot);

    private static async Task FireAsync(ApiCall call)
    {
        var trigger = call.Value("trigger");
        var id = await call.Parts.Triggers.FireAsync(trigger, await OccasionAsync(call, trigger), call.Aborted);
        call.Http.Response.Headers.Location = $"{ApiRoutes.Root}/dispatches/{id}";
        await call.JsonAsync(new IdReply(id), WireJson.Default.IdReply, StatusCodes.Status202Accepted);
    }

    // A key beside a signature is not signed, so it does not count.
    private static async Task<string?> OccasionAsync(ApiCall call, string trigger)
    {
        if ((await call.Parts.Triggers.GetAsync(trigger, call.Aborted)).Trigger is WebhookTrigger { Secret: { } place })
        {
            var body = await BodyReading.ReadAllAsync(call.Http.Request, LargestCall, call.Aborted);
            return WebhookSignature.Check(call.Http.Request.Headers, body.Span, place, call.Parts.Options.Clock.GetUtcNow());
        }

        return call.Http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null;
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        await call.Parts.Triggers.RemoveAsync(call.Value("trigger"), call.Aborted);
        await call.EmptyAsync();
    }
}
