namespace Covalent.Quantum.Measurements;

/// <summary>
/// Random numbers by position: number i of a stream is a function of (seed, stream, i) alone (Philox 4×32 with 10 rounds), so the numbers
/// do not depend on the order or the thread in which they are drawn.
/// </summary>
internal readonly record struct CounterRandom(ulong Seed, ulong Stream)
{
    private const ulong StreamMixer = 0x9E3779B97F4A7C15;

    /// <summary>An independent stream derived from this one.</summary>
    public CounterRandom Split(ulong child)
    {
        var (low, high) = Block(child, Stream ^ 0x5851F42D4C957F2D, Seed + StreamMixer);
        return new(Seed ^ high, low);
    }

    /// <summary>Number <paramref name="index"/> of the stream, uniform in [0, 1).</summary>
    public double NextDouble(ulong index) => Uniform(Bits(index));

    /// <summary>The numbers at <paramref name="indices"/>; two that share a block of the generator cost one.</summary>
    public void NextDoubles(ReadOnlySpan<int> indices, Span<double> numbers)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            var (low, high) = Block((ulong)index >> 1, Stream, Seed);
            numbers[i] = Uniform((index & 1) == 0 ? low : high);
            if ((index & 1) == 0 && i + 1 < indices.Length && indices[i + 1] == index + 1)
            {
                numbers[++i] = Uniform(high);
            }
        }
    }

    /// <summary>64 random bits at a position of the stream.</summary>
    public ulong Bits(ulong index)
    {
        var (low, high) = Block(index >> 1, Stream, Seed);
        return (index & 1) == 0 ? low : high;
    }

    private static double Uniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static (ulong Low, ulong High) Block(ulong counter, ulong stream, ulong seed)
    {
        var (c0, c1, c2, c3) = ((uint)counter, (uint)(counter >> 32), (uint)stream, (uint)(stream >> 32));
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * c0;
            var p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }
}
