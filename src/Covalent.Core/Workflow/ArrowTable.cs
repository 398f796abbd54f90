namespace Covalent;

/// <summary>A table as an Arrow stream: a pandas DataFrame (or pyarrow table) in Python, opened here with any Arrow library.</summary>
/// <example><code>
/// using var reader = new Apache.Arrow.Ipc.ArrowStreamReader(table.OpenRead());
/// </code></example>
/// <param name="bytes">Arrow IPC stream format, which begins with the schema. Not copied, so it must not change afterwards.</param>
[PayloadCodec(typeof(Core.Leptons.ArrowTableCodec))]
public sealed class ArrowTable(ReadOnlyMemory<byte> bytes)
{
    /// <summary>The stream.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The stream, for an Arrow reader.</summary>
    public Stream OpenRead() => new MemoryStream(Bytes.ToArray(), writable: false);
}
