namespace Covalent.Server.Tests.Chaos;

/// <summary>What the chaos lattices must give, worked out here without any dispatcher.</summary>
internal static class ChaosExpectations
{
    public static int Chain(int length)
    {
        var value = length;
        for (var i = 0; i < length; i++)
        {
            value = Step(value);
        }

        return value;
    }

    public static int Layers(int width)
    {
        var layer = Enumerable.Range(0, width).Select(Step).ToArray();
        for (var depth = 0; depth < 3; depth++)
        {
            var above = layer;
            layer = [.. Enumerable.Range(0, width).Select(i => unchecked((above[i] * 5) + (above[(i + 1) % width] * 7) + 1))];
        }

        return layer[0];
    }

    public static int Nested(int length) => Chain((Chain(length) & 3) + 2);

    public static string Large(int count)
    {
        var text = "x";
        for (var i = 0; i < count; i++)
        {
            text += new string((char)('a' + (text.Length % 26)), 6_000);
        }

        return text;
    }

    private static int Step(int x) => unchecked((x * 31) + 7);
}
