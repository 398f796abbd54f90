using System.Buffers;
using Covalent.Quantum.Simulation.StateVector;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.Sampling;

/// <summary>
/// Draws basis states from |ψ|² without copying the state. Basis states are taken in the order of an index whose bits the caller
/// chooses; outcome i is the first one at which the running sum exceeds uniform i. Two levels: the weights of coarse blocks, then only
/// those blocks that a sample falls into. Costs one pass over the state, one more over the blocks drawn from, and two binary searches
/// a sample.
/// </summary>
internal sealed unsafe class StateSampler
{
    private const int BlockSelectionBits = 10;

    private readonly void* _amplitudes;
    private readonly CancellationToken _cancellationToken;
    private readonly AmplitudeReader _reader;
    private readonly int _blockBits;
    private readonly ulong[] _blockBase;
    private readonly ulong[] _inner;
    private readonly double[] _running;

    /// <param name="state">The state.</param>
    /// <param name="order">State index bit of every bit of the order, lowest first.</param>
    /// <param name="threads">Threads for the pass over the state.</param>
    public StateSampler(StateVector.StateVector state, int[] order, int threads)
    {
        _amplitudes = state.Amplitudes;
        _cancellationToken = state.CancellationToken;
        _reader = AmplitudeReader.For(state.Kernels.Precision);
        _blockBits = Math.Max(0, order.Length - BlockSelectionBits);
        _inner = Scattered(order.AsSpan(0, _blockBits));
        _blockBase = Scattered(order.AsSpan(_blockBits));
        _running = state.Probabilities(order[_blockBits..], threads);
        for (int block = 1; block < _running.Length; block++)
        {
            _running[block] += _running[block - 1];
        }
    }

    /// <summary>Sum of all probabilities.</summary>
    public double Total => _running[^1];

    /// <summary>Draws one basis state per uniform number in [0, 1).</summary>
    public void Draw(ReadOnlySpan<double> uniforms, Span<ulong> outcomes, int threads)
    {
        for (int sample = 0, last = LastPossible(_running); sample < uniforms.Length; sample++)
        {
            outcomes[sample] = (ulong)FirstAbove(_running, uniforms[sample] * Total, last);
        }

        if (_blockBits > 0)
        {
            DrawWithinBlocks(uniforms, outcomes, threads);
        }
    }

    /// <summary>Turns numbers of blocks into basis states.</summary>
    private void DrawWithinBlocks(ReadOnlySpan<double> uniforms, Span<ulong> outcomes, int threads)
    {
        int[] places = ArrayPool<int>.Shared.Rent(outcomes.Length);
        try
        {
            var ends = SortByBlock(outcomes, places);
            fixed (double* uniform = uniforms)
            fixed (ulong* outcome = outcomes)
            {
                var samples = new Samples(uniform, outcome, places);
                int[] blocks = [.. Enumerable.Range(0, ends.Length).Where(block => ends[block] > (block == 0 ? 0 : ends[block - 1]))];
                TeamLoop.Run(blocks.Length, blocks.Length > 4 && _blockBits > 6 ? threads : 1, at =>
                {
                    int block = blocks[at];
                    DrawBlock(block, samples, block == 0 ? 0 : ends[block - 1], ends[block]);
                }, _cancellationToken);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(places);
        }
    }

    /// <summary>Samples by block, and for each block where its samples end.</summary>
    private int[] SortByBlock(ReadOnlySpan<ulong> blocks, Span<int> places)
    {
        var ends = new int[_running.Length];
        foreach (ulong block in blocks)
        {
            ends[block]++;
        }

        for (int block = 1; block < ends.Length; block++)
        {
            ends[block] += ends[block - 1];
        }

        var next = (int[])ends.Clone();
        for (int sample = blocks.Length - 1; sample >= 0; sample--)
        {
            places[--next[blocks[sample]]] = sample;
        }

        return ends;
    }

    private void DrawBlock(int block, Samples samples, int from, int to)
    {
        int size = 1 << _blockBits;
        double[] rented = ArrayPool<double>.Shared.Rent(size);
        var running = rented.AsSpan(0, size);
        double before = block == 0 ? 0 : _running[block - 1];
        _reader.AddWeights(_amplitudes, _blockBase[block], _inner, before, running);
        int last = LastPossible(running);
        for (int at = from; at < to; at++)
        {
            int sample = samples.Places[at];
            samples.Outcome[sample] = ((ulong)block << _blockBits) | (uint)FirstAbove(running, samples.Uniform[sample] * Total, last);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The last entry with any probability; rounding must not push a sample beyond it.</summary>
    private static int LastPossible(ReadOnlySpan<double> running)
    {
        int last = running.Length - 1;
        while (last > 0 && running[last] <= running[last - 1])
        {
            last--;
        }

        return last;
    }

    /// <summary>The first entry above a value, at most <paramref name="last"/>.</summary>
    private static int FirstAbove(ReadOnlySpan<double> running, double value, int last)
    {
        int first = 0;
        for (int left = last; left > 0;)
        {
            // Without branches: which way it goes is as good as random.
            int half = (left + 1) >> 1;
            first += running[first + half - 1] <= value ? half : 0;
            left -= half;
        }

        return first;
    }

    /// <summary>For every number its bits moved to the given places.</summary>
    private static ulong[] Scattered(ReadOnlySpan<int> places)
    {
        var scattered = new ulong[1 << places.Length];
        for (int bit = 0; bit < places.Length; bit++)
        {
            for (int number = 0; number < 1 << bit; number++)
            {
                scattered[number | (1 << bit)] = scattered[number] | (1UL << places[bit]);
            }
        }

        return scattered;
    }

    /// <summary>The samples of one call: their numbers, where their outcomes go, and their order by block.</summary>
    private readonly struct Samples(double* uniform, ulong* outcome, int[] places)
    {
        public double* Uniform { get; } = uniform;

        public ulong* Outcome { get; } = outcome;

        public int[] Places { get; } = places;
    }
}
