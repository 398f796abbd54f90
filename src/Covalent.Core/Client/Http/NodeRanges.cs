using System.Globalization;
using System.Text;

namespace Covalent.Core.Client.Http;

/// <summary>Node numbers as text for a query, runs shortened: <c>0-4,7</c>.</summary>
internal static class NodeRanges
{
    public static string Write(IReadOnlyList<int> nodes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < nodes.Count;)
        {
            var end = i;
            while (end + 1 < nodes.Count && nodes[end + 1] == nodes[end] + 1)
            {
                end++;
            }

            text.Append(i == 0 ? "" : ",").Append(nodes[i]);
            if (end > i)
            {
                text.Append('-').Append(nodes[end]);
            }

            i = end + 1;
        }

        return text.ToString();
    }

    /// <param name="text">Numbers and ranges, separated by commas.</param>
    /// <param name="most">How many numbers are accepted.</param>
    /// <exception cref="FormatException">The text is not such a list, or names too many nodes.</exception>
    public static IReadOnlyList<int> Read(string text, int most)
    {
        var nodes = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var first = Number(dash < 0 ? part : part[..dash]);
            var last = dash < 0 ? first : Number(part[(dash + 1)..]);
            if (last < first || (long)nodes.Count + last - first >= most)
            {
                throw new FormatException($"'{part}' is not a range of at most {most} nodes");
            }

            nodes.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return nodes;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is not a node number");
}
