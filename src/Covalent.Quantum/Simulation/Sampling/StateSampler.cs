using Covalent.Quantum.Simulation.StateVector;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.Sampling;

/// <summary>
/// Draws basis states from |ψ|² without copying the state. Basis states are taken in the order of an index whose bits the caller
/// chooses; outcome i is the first one at which the running sum exceeds uniform i. Two levels: the weights of coarse blocks, then only
/// those blocks that a sample falls into.
/// </summary>
internal sealed unsafe class StateSampler
{
    private const int BlockSelectionBits = 10;

    private readonly void* _amplitudes;
    private readonly CancellationToken _cancellationToken;
    private readonly AmplitudeReader _reader;
    private readonly int _bits;
    private readonly int _blockBits;
    private readonly ulong[] _blockBase;
    private readonly BitMap _inner;
    private readonly double[] _running;

    /// <param name="state">The state.</param>
    /// <param name="order">State index bit of every bit of the order, lowest first.</param>
    /// <param name="threads">Threads for the pass over the state.</param>
    public StateSampler(StateVector.StateVector state, int[] order, int threads)
    {
        _amplitudes = state.Amplitudes;
        _cancellationToken = state.CancellationToken;
        _reader = AmplitudeReader.For(state.Kernels.Precision);
        _bits = order.Length;
        _blockBits = Math.Max(0, _bits - BlockSelectionBits);
        _inner = Scatter(order.AsSpan(0, _blockBits));
        var outer = Scatter(order.AsSpan(_blockBits));
        _blockBase = new ulong[1 << (_bits - _blockBits)];
        for (int block = 0; block < _blockBase.Length; block++)
        {
            _blockBase[block] = outer[(ulong)block];
        }

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
        var sorted = uniforms.ToArray();
        var places = new int[sorted.Length];
        for (int index = 0; index < places.Length; index++)
        {
            places[index] = index;
        }

        Array.Sort(sorted, places);
        var groups = Groups(sorted);
        var drawn = new ulong[sorted.Length];
        TeamLoop.Run(groups.Count, groups.Count > 4 && _blockBits > 6 ? threads : 1, group => DrawBlock(groups[group], sorted, drawn), _cancellationToken);
        for (int index = 0; index < drawn.Length; index++)
        {
            outcomes[places[index]] = drawn[index];
        }
    }

    /// <summary>Samples from … to-1 in ascending order that fall into the same block.</summary>
    private List<(int Block, int From, int To)> Groups(double[] sorted)
    {
        var groups = new List<(int Block, int From, int To)>();
        int last = LastPossible();
        for (int index = 0, block = 0; index < sorted.Length; index++)
        {
            while (block < last && _running[block] <= sorted[index] * Total)
            {
                block++;
            }

            if (groups.Count > 0 && groups[^1].Block == block)
            {
                groups[^1] = groups[^1] with { To = index + 1 };
            }
            else
            {
                groups.Add((block, index, index + 1));
            }
        }

        return groups;
    }

    /// <summary>The last block with any probability; rounding must not push a sample beyond it.</summary>
    private int LastPossible()
    {
        int last = _running.Length - 1;
        while (last > 0 && _running[last] <= _running[last - 1])
        {
            last--;
        }

        return last;
    }

    private void DrawBlock((int Block, int From, int To) group, double[] sorted, ulong[] drawn)
    {
        ulong first = _blockBase[group.Block];
        double sum = group.Block == 0 ? 0 : _running[group.Block - 1];
        ulong lastPossible = 0;
        int sample = group.From;
        for (ulong entry = 0; entry < 1UL << _blockBits && sample < group.To; entry++)
        {
            double weight = _reader.Weight(_amplitudes, (nint)(first | _inner[entry]));
            if (weight > 0)
            {
                sum += weight;
                lastPossible = entry;
            }

            for (; sample < group.To && sum > sorted[sample] * Total; sample++)
            {
                drawn[sample] = ((ulong)group.Block << _blockBits) | entry;
            }
        }

        for (; sample < group.To; sample++)
        {
            drawn[sample] = ((ulong)group.Block << _blockBits) | lastPossible;
        }
    }

    /// <summary>The map that sends bit i to the given place.</summary>
    private static BitMap Scatter(ReadOnlySpan<int> places)
    {
        var sources = new int[64];
        Array.Fill(sources, 63);
        for (int bit = 0; bit < places.Length; bit++)
        {
            sources[places[bit]] = bit;
        }

        return new(sources);
    }
}
