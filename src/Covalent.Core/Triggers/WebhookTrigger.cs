using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>Fires when somebody posts to <c>/api/v1/triggers/ID/fire</c> on the server. A repeat with the same <c>Idempotency-Key</c> does not fire again.</summary>
public sealed record WebhookTrigger : Trigger
{
    /// <inheritdoc />
    public override string Kind => "webhook";

    /// <summary>Where the server finds a secret that callers have to sign with, as <c>env:NAME</c> or <c>file:PATH</c>; never the secret itself, since triggers
    /// are stored and shown. Then only calls with a right <c>Covalent-Signature</c> or <c>X-Hub-Signature-256</c> (HMAC-SHA256) fire, each signed message
    /// once. Default: null, nothing needs to be signed.</summary>
    public string? Secret { get; init; }

    private protected override IEnumerable<string> Problems() => Secret is null || IsReference(Secret)
        ? base.Problems()
        : base.Problems().Append("Secret is not the name of a place, and a secret itself would be stored and shown; put it into an environment variable or a file of the server and write env:NAME or file:PATH.");

    private protected override void Write(JsonObject json)
    {
        if (Secret is not null)
        {
            json["secret"] = Secret;
        }
    }

    private static bool IsReference(string text) =>
        (text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal)) && !text.EndsWith(':');
}
