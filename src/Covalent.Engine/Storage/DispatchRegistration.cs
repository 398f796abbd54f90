namespace Covalent.Engine.Storage;

/// <summary>A dispatch as it enters the store.</summary>
internal sealed class DispatchRegistration
{
    public required DispatchKey Key { get; init; }

    public required DispatchRequest Request { get; init; }

    /// <summary>The graph in its binary form (<c>GraphCodec</c>).</summary>
    public required ReadOnlyMemory<byte> Graph { get; init; }

    /// <summary>UTC ticks.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The engine that runs it from now on; 0 when it is registered without being started.</summary>
    public required long Owner { get; init; }

    /// <summary>The W3C trace context it is submitted in; null for none.</summary>
    public string? Trace { get; set; }

    /// <summary>Set by the commit when the id was there before: nothing about this dispatch was written then.</summary>
    public bool WasKnown { get; set; }
}
