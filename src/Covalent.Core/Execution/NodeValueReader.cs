namespace Covalent.Core.Execution;

/// <summary>Reads the output of a finished node: as it lies there when sharing is safe, else a fresh copy for each consumer.</summary>
internal static class NodeValueReader
{
    public static object? Read(INodeValues values, int node, ValueCodec codec)
    {
        if (values.TryGetShared(node, out var shared))
        {
            return shared;
        }

        var encoded = values.GetEncoded(node);
        return codec.Decode(encoded.Codec, encoded.Bytes.Span);
    }
}
