namespace Covalent.Core.Graph;

/// <summary>Turns parent lists into child lists: two counting passes, no per-node objects.</summary>
internal static class Adjacency
{
    public static (int[] ChildStart, int[] Children) Invert(int[] parentStart, int[] parents)
    {
        var count = parentStart.Length - 1;
        var start = new int[count + 1];
        foreach (var parent in parents)
        {
            start[parent + 1]++;
        }

        for (var i = 0; i < count; i++)
        {
            start[i + 1] += start[i];
        }

        var next = start.AsSpan(0, count).ToArray();
        var children = new int[parents.Length];
        for (var node = 0; node < count; node++)
        {
            for (var i = parentStart[node]; i < parentStart[node + 1]; i++)
            {
                children[next[parents[i]]++] = node;
            }
        }

        return (start, children);
    }
}
