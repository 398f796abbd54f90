namespace Covalent.Engine.Tests.State;

public sealed class RandomRunTests
{
    private const int Seeds = 3_000;
    private const int MostNodes = 30;

    [Fact]
    public void RandomOrders_KeepTheInvariants_AndEnd()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var nodes = 1 + (seed % MostNodes);
            if (new RandomRun(seed, nodes).Play() is { } problem)
            {
                Assert.Fail(Shrunk(seed, nodes, problem));
            }
        }
    }

    // The smallest graph that still fails is the one to look at.
    private static string Shrunk(int seed, int nodes, string problem)
    {
        for (var fewer = 1; fewer < nodes; fewer++)
        {
            for (var other = seed; other < seed + 200; other++)
            {
                if (new RandomRun(other, fewer).Play() is { } smaller)
                {
                    return $"new RandomRun({other}, {fewer}).Play(): {smaller}";
                }
            }
        }

        return $"new RandomRun({seed}, {nodes}).Play(): {problem}";
    }
}
