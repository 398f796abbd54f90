namespace Covalent.Engine.Dispatching;

/// <summary>A stored payload whose body is read piece by piece.</summary>
/// <param name="Head">The payload without its body: header and preview.</param>
/// <param name="Body">The encoded value, from its beginning. Can be sought in.</param>
internal sealed record OpenedValue(Payload Head, Stream Body) : IAsyncDisposable
{
    /// <summary>Size in bytes of header, preview and body.</summary>
    public long Length => Head.Length + Body.Length;

    public ValueTask DisposeAsync() => Body.DisposeAsync();
}
