using System.Text.Json.Nodes;

namespace Covalent.Core.Triggers;

/// <summary>A custom trigger as the server sees it: its code is elsewhere.</summary>
/// <param name="Type">Name of the type that observes.</param>
internal sealed record ExternalTrigger(string Type) : Trigger
{
    public override string Kind => "custom";

    private protected override void Write(JsonObject json) => json["type"] = Type;
}
