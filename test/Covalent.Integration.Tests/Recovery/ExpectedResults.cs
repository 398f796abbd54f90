namespace Covalent.Integration.Tests.Recovery;

/// <summary>What the victim's lattices give, computed without any workflow.</summary>
internal static class ExpectedResults
{
    public static int Chain(int length = 60)
    {
        var x = length;
        for (var i = 0; i < length; i++)
        {
            x = Step(x);
        }

        return x;
    }

    public static int Layers()
    {
        var layer = Enumerable.Range(0, 12).Select(Step).ToArray();
        for (var depth = 1; depth < 8; depth++)
        {
            var before = layer;
            layer = [.. Enumerable.Range(0, 12).Select(i => Mix(before[i], before[(i + 1) % 12], before[(i + 2) % 12]))];
        }

        return layer[0];
    }

    public static int Nested()
    {
        var first = Chain(5);
        return Mix(first, Chain((first & 15) + 3), 1);
    }

    public static string Large()
    {
        var text = "x";
        for (var i = 0; i < 9; i++)
        {
            text += new string((char)('a' + (text.Length % 26)), 5_000);
        }

        return text;
    }

    private static int Step(int x) => unchecked((x * 31) + 7);

    private static int Mix(int a, int b, int c) => unchecked((a * 5) + (b * 7) + (c * 11) + 1);
}
