using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>One message between dispatcher and bridge: a JSON header and bytes.</summary>
internal sealed record DaskFrame(JsonObject Header, ReadOnlyMemory<byte> Body)
{
    private const int HeadLength = 12;
    private const int LongestHeader = 64 << 20;

    public string Text(string name) => Header[name]?.GetValue<string>() ?? "";

    public int Number(string name) => Header[name]?.GetValue<int>() ?? 0;

    public bool Flag(string name) => Header[name]?.GetValue<bool>() ?? false;

    /// <summary>Writes what precedes the body.</summary>
    public static async Task WriteHeadAsync(Stream output, JsonObject header, long bodyLength, CancellationToken cancellationToken)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        byte[] head = new byte[HeadLength + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(head, text.Length);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(4), bodyLength);
        text.CopyTo(head, HeadLength);
        await output.WriteAsync(head, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">What comes is no frame.</exception>
    public static async Task<DaskFrame?> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadLength];
        int read = await input.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < HeadLength)
        {
            return null;
        }

        int headerLength = BinaryPrimitives.ReadInt32BigEndian(head);
        long bodyLength = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(4));
        if (headerLength is < 2 or > LongestHeader || bodyLength < 0 || bodyLength > Array.MaxLength)
        {
            throw new InvalidDataException($"A frame announces a header of {headerLength} and a body of {bodyLength} bytes.");
        }

        byte[] header = new byte[headerLength];
        await input.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        byte[] body = bodyLength == 0 ? [] : GC.AllocateUninitializedArray<byte>((int)bodyLength);
        await input.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return JsonNode.Parse(header) is JsonObject json ? new DaskFrame(json, body) : throw new InvalidDataException("The header of a frame is no JSON object.");
    }
}
