namespace Covalent.Core.Execution;

/// <summary>Names of value codecs as frames carry them: without a fresh string for every value.</summary>
internal static class KnownCodecs
{
    private static readonly string[] Names = [PayloadCodecs.Binary, PayloadCodecs.Json, PayloadCodecs.Pickle];
    private static readonly byte[][] Utf8 = [.. Names.Select(System.Text.Encoding.UTF8.GetBytes)];

    public static string Read(ref FrameFields fields)
    {
        var bytes = fields.Bytes().Span;
        for (var i = 0; i < Utf8.Length; i++)
        {
            if (bytes.SequenceEqual(Utf8[i]))
            {
                return Names[i];
            }
        }

        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
