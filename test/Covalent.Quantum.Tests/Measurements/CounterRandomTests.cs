using Covalent.Quantum.Measurements;

namespace Covalent.Quantum.Tests.Measurements;

public sealed class CounterRandomTests
{
    [Fact]
    public void Bits_OfThePublishedVectors_AreThePublishedNumbers()
    {
        // Philox 4x32-10, known answer for counter 0 and key 0.
        Assert.Equal(0xE169C58D_6627E8D5UL, new CounterRandom(0, 0).Bits(0));
        Assert.Equal(0x9B00DBD8_BC57AC4CUL, new CounterRandom(0, 0).Bits(1));
    }

    [Fact]
    public void NextDouble_ManyDraws_IsUniform()
    {
        var random = new CounterRandom(3, 9);
        var values = Enumerable.Range(0, 100_000).Select(i => random.NextDouble((ulong)i)).ToArray();

        Assert.All(values, static value => Assert.InRange(value, 0, 1 - 1e-17));
        Assert.InRange(values.Average(), 0.495, 0.505);
        Assert.InRange(values.Average(static value => value * value), 0.328, 0.339);
    }

    [Fact]
    public void Split_Children_AreDifferentStreams()
    {
        var random = new CounterRandom(3, 9);
        var first = Enumerable.Range(0, 50).Select(i => random.Split((ulong)i).Bits(0)).ToArray();

        Assert.Equal(50, first.Distinct().Count());
        Assert.Equal(random.Split(4), random.Split(4));
        Assert.NotEqual(random.Split(4).Split(1), random.Split(1).Split(4));
    }
}
