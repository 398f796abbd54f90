using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Covalent.Core.Graph;

namespace Covalent.Core.Client.Http;

/// <summary>A submission or a redispatch as it travels: a small JSON head, the lattice and the graph in their stored forms.</summary>
/// <remarks>Layout: magic <c>CVD</c>, format version, then head, lattice and graph, each with its length as a varint; the latter two may be empty.</remarks>
internal static class DispatchDocument
{
    public const string ContentType = "application/vnd.covalent.dispatch";

    /// <summary>Names a document that was sent beforehand, by its SHA-256, in a request that has no body then.</summary>
    public const string Header = "Covalent-Document";

    private const byte FormatVersion = 1;

    public static ReadOnlyMemory<byte> Write<THead>(THead head, JsonTypeInfo<THead> type, LatticeInfo? lattice, TransportGraph? graph)
    {
        var output = new ArrayBufferWriter<byte>(((graph?.NodeCount ?? 0) * 16) + 1024);
        var writer = new BinaryGraphWriter(output);
        output.Write("CVD"u8);
        writer.Byte(FormatVersion);
        writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(head, type));
        writer.Bytes(Part(lattice, LatticeCodec.Write));
        writer.Bytes(Part(graph, GraphCodec.Write));
        return output.WrittenMemory;
    }

    /// <summary>Takes a document apart; the graph is checked as carefully as a stored one.</summary>
    /// <exception cref="CovalentException">The bytes are not such a document.</exception>
    public static (THead Head, LatticeInfo? Lattice, TransportGraph? Graph) Read<THead>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<THead> type)
    {
        if (!bytes.Span.StartsWith("CVD"u8))
        {
            throw Damaged("it does not begin like one");
        }

        var reader = new BinaryGraphReader(bytes[3..]);
        if (reader.Byte() is var version && version != FormatVersion)
        {
            throw new CovalentException($"The dispatch document has format {version}; this version of Covalent reads format {FormatVersion}. Use the same version on both sides.");
        }

        try
        {
            var head = JsonSerializer.Deserialize(reader.Bytes().Span, type) ?? throw Damaged("its head is null");
            var (lattice, graph) = (reader.Bytes(), reader.Bytes());
            return (head, lattice.IsEmpty ? null : LatticeCodec.Read(lattice), graph.IsEmpty ? null : GraphCodec.Read(graph));
        }
        catch (Exception e) when (e is JsonException or PayloadException)
        {
            throw Damaged(e.Message);
        }
    }

    private static ReadOnlySpan<byte> Part<T>(T? part, Action<IBufferWriter<byte>, T> write)
        where T : class
    {
        if (part is null)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>();
        write(buffer, part);
        return buffer.WrittenSpan;
    }

    private static CovalentException Damaged(string what) =>
        new($"The dispatch document is damaged: {what}. It was cut off or altered on the way; send it again.");
}
