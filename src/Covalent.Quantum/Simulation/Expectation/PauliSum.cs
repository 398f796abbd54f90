using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;
using Covalent.Quantum.Simulation.Threading;

namespace Covalent.Quantum.Simulation.Expectation;

/// <summary>
/// A sum of Pauli words, prepared for one state size and placement. Words are grouped by the tile that holds all their flips, so that
/// the state is read a few times however many words there are.
/// </summary>
internal sealed unsafe class PauliSum : IDisposable
{
    private const int TileBytes = 1 << 19;

    // A state of this size stays in the cache as a whole.
    private const int WholeBytes = 1 << 20;
    private const int SegmentBytes = 256;

    private readonly NativeArena _arena = new();
    private readonly KernelSet _kernels;
    private readonly List<Pass> _passes = [];
    private readonly int _indexBits;

    /// <param name="terms">The words, over qubits.</param>
    /// <param name="indexBits">Index bits of the states to measure.</param>
    /// <param name="layout">Index bit of every qubit.</param>
    /// <param name="kernels">Kernels of the states to measure.</param>
    public PauliSum(IEnumerable<PauliTerm> terms, int indexBits, int[] layout, KernelSet kernels)
    {
        _kernels = kernels;
        _indexBits = indexBits;
        int whole = BitOperations.Log2((uint)(WholeBytes / kernels.AmplitudeBytes));
        int tileQubits = indexBits <= whole ? indexBits : BitOperations.Log2((uint)(TileBytes / kernels.AmplitudeBytes));
        int segmentQubits = BitOperations.Log2((uint)(SegmentBytes / kernels.AmplitudeBytes));
        var placed = terms.Select(term => term with { Flips = Move(term.Flips, layout), Signs = Move(term.Signs, layout) }).ToList();
        var diagonal = placed.FindAll(term => term.Flips == 0);
        var left = placed.FindAll(term => term.Flips != 0);
        do
        {
            ulong tile = TileFor(left, tileQubits, segmentQubits);
            var covered = left.FindAll(term => (term.Flips & ~tile) == 0);
            left.RemoveAll(term => (term.Flips & ~tile) == 0);
            _passes.Add(Prepare(tile, covered, diagonal));
            diagonal = [];
        }
        while (left.Count > 0);
    }

    /// <summary>The mean in a state.</summary>
    public double Mean(void* amplitudes, int threads, CancellationToken cancellationToken = default)
    {
        double mean = 0;
        foreach (var pass in _passes)
        {
            var parts = new double[pass.Tiles];
            TeamLoop.Run(pass.Tiles, threads, tile => parts[tile] = ReadTile(pass, amplitudes, tile), cancellationToken);
            mean += parts.Sum();
        }

        return mean;
    }

    /// <summary>target = sum · source, for two states of the same size and placement.</summary>
    public void Apply(void* source, void* target, int threads, CancellationToken cancellationToken = default)
    {
        bool add = false;
        foreach (var pass in _passes)
        {
            bool addsUp = add;
            TeamLoop.Run(pass.Tiles, threads, tile => ApplyTile(pass, source, target, tile, addsUp), cancellationToken);
            add = true;
        }
    }

    public void Dispose() => _arena.Dispose();

    private double ReadTile(Pass pass, void* amplitudes, int tile)
    {
        var memory = ThreadMemory.Current;
        ulong outer = BitInsertion.Deposit((ulong)tile, pass.OuterMask);
        void* start = (byte*)amplitudes + ((nint)outer * _kernels.AmplitudeBytes);
        if (pass.Shape != null)
        {
            void* buffer = memory.Tile((nuint)_kernels.AmplitudeBytes << pass.TileQubits);
            _kernels.Gather(pass.Shape, start, buffer);
            start = buffer;
        }

        return _kernels.PauliMeans(pass.Terms, start, pass.TileQubits, outer, memory.Scratch((nuint)pass.ScratchBytes));
    }

    private void ApplyTile(Pass pass, void* source, void* target, int tile, bool add)
    {
        var memory = ThreadMemory.Current;
        void* scratch = memory.Scratch((nuint)pass.ScratchBytes);
        ulong outer = BitInsertion.Deposit((ulong)tile, pass.OuterMask);
        nint offset = (nint)outer * _kernels.AmplitudeBytes;
        void* from = (byte*)source + offset, to = (byte*)target + offset;
        if (pass.Shape == null)
        {
            _kernels.Gradients.Apply(pass.Terms, from, to, pass.TileQubits, outer, scratch, add);
            return;
        }

        var bytes = (nuint)_kernels.AmplitudeBytes << pass.TileQubits;
        void* sourceTile = memory.Tile(bytes), targetTile = memory.SecondTile(bytes);
        _kernels.Gather(pass.Shape, from, sourceTile);
        if (add)
        {
            _kernels.Gather(pass.Shape, to, targetTile);
        }

        _kernels.Gradients.Apply(pass.Terms, sourceTile, targetTile, pass.TileQubits, outer, scratch, add);
        _kernels.Scatter(pass.Shape, to, targetTile);
    }

    /// <summary>The lowest bits, and as many further bits as fit such that many words lie inside.</summary>
    private ulong TileFor(List<PauliTerm> left, int tileQubits, int segmentQubits)
    {
        ulong tile = (1UL << Math.Min(segmentQubits, tileQubits)) - 1;
        while (true)
        {
            ulong best = 0;
            int fewest = int.MaxValue;
            foreach (var term in left)
            {
                int more = BitOperations.PopCount(term.Flips & ~tile);
                if (more > 0 && more < fewest)
                {
                    (best, fewest) = (term.Flips, more);
                }
            }

            bool first = BitOperations.PopCount(tile) == segmentQubits;
            if (fewest == int.MaxValue || (BitOperations.PopCount(tile | best) > tileQubits && !first))
            {
                break;
            }

            // A word wider than a tile gets a wider tile of its own.
            tile |= best;
        }

        for (int bit = 0; bit < _indexBits && BitOperations.PopCount(tile) < tileQubits; bit++)
        {
            tile |= 1UL << bit;
        }

        return tile;
    }

    private Pass Prepare(ulong tile, List<PauliTerm> flipping, List<PauliTerm> diagonal)
    {
        var terms = _arena.Allocate<PauliTileTerms>(1);
        terms->FlippingCount = flipping.Count;
        terms->Flipping = Write(flipping, tile);
        terms->DiagonalCount = diagonal.Count;
        terms->Diagonal = Write(diagonal, tile);
        ulong all = (1UL << _indexBits) - 1;
        return new(
            BitOperations.PopCount(tile),
            all & ~tile,
            1 << (_indexBits - BitOperations.PopCount(tile)),
            tile == (1UL << BitOperations.PopCount(tile)) - 1 ? null : TileShapes.Create(tile, _arena),
            terms,
            Math.Max(_kernels.PauliScratchBytes(diagonal.Count), _kernels.Gradients.ApplyScratchBytes(flipping.Count)));
    }

    private PauliTileTerm* Write(List<PauliTerm> terms, ulong tile)
    {
        var target = _arena.Allocate<PauliTileTerm>(terms.Count);
        for (int index = 0; index < terms.Count; index++)
        {
            int ys = BitOperations.PopCount(terms[index].Flips & terms[index].Signs);
            target[index] = new()
            {
                Coefficient = (ys & 3) is 1 or 2 ? -terms[index].Coefficient : terms[index].Coefficient,
                Flips = BitInsertion.Extract(terms[index].Flips, tile),
                Signs = BitInsertion.Extract(terms[index].Signs, tile),
                OuterSigns = terms[index].Signs & ~tile,
                IsOdd = ys & 1,
            };
        }

        return target;
    }

    private static ulong Move(ulong mask, int[] layout)
    {
        ulong moved = 0;
        for (; mask != 0; mask &= mask - 1)
        {
            moved |= 1UL << layout[BitOperations.TrailingZeroCount(mask)];
        }

        return moved;
    }

    /// <summary>One reading of the state.</summary>
    internal sealed class Pass(int tileQubits, ulong outerMask, int tiles, TileShape* shape, PauliTileTerms* terms, int scratchBytes)
    {
        public int TileQubits { get; } = tileQubits;

        public ulong OuterMask { get; } = outerMask;

        public int Tiles { get; } = tiles;

        public TileShape* Shape { get; } = shape;

        public PauliTileTerms* Terms { get; } = terms;

        public int ScratchBytes { get; } = scratchBytes;
    }
}
