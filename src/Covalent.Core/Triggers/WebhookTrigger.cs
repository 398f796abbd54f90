using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>Fires when somebody posts to <c>/api/v1/triggers/ID/fire</c> on the server. A repeat with the same <c>Idempotency-Key</c> does not fire again.</summary>
public sealed record WebhookTrigger : Trigger
{
    /// <inheritdoc />
    public override string Kind => "webhook";

    private protected override void Write(JsonObject json)
    {
    }
}
