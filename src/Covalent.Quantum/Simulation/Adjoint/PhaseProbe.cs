using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>All gates of a phase polynomial: their derivatives are mixtures of the sums for Z on one qubit and on pairs of qubits.</summary>
internal sealed unsafe class PhaseProbe : GradientProbe
{
    private readonly int[] _gates;
    private readonly ulong[] _words;
    private readonly PauliTileTerms* _terms;

    private PhaseProbe(int[] gates, ulong[] words, PauliTileTerms* terms, int scratchBytes)
        : base(words.Length)
    {
        _gates = gates;
        _words = words;
        _terms = terms;
        ScratchBytes = scratchBytes;
    }

    public override int ScratchBytes { get; }

    /// <param name="phases">Indices of the gates.</param>
    /// <param name="gates">All gates.</param>
    /// <param name="sweep">The sweep whose tiles are read.</param>
    /// <param name="kernels">Kernels of the states.</param>
    /// <param name="arena">Memory for the tables.</param>
    public static PhaseProbe Create(IEnumerable<int> phases, BoundGates gates, Sweep sweep, KernelSet kernels, NativeArena arena)
    {
        int[] trainable = [.. phases.Where(gates.IsTrainable)];
        ulong[] words = [.. trainable.SelectMany(gate => Words(gates[gate])).Distinct()];
        var terms = arena.Allocate<PauliTileTerms>(1);
        terms->DiagonalCount = words.Length;
        terms->Diagonal = arena.Allocate<PauliTileTerm>(words.Length);
        for (int index = 0; index < words.Length; index++)
        {
            terms->Diagonal[index] = new()
            {
                Coefficient = 1,
                Signs = BitInsertion.Extract(words[index], sweep.TileMask),
                OuterSigns = words[index] & ~sweep.TileMask,
            };
        }

        return new(trainable, words, terms, kernels.PauliScratchBytes(words.Length));
    }

    public override void Read(GradientKernels kernels, in GradientTile tile, double* sums) =>
        kernels.Diagonal(_terms, tile.Bra, tile.Ket, tile.TileQubits, tile.OuterBits, tile.Scratch, sums);

    public override void Finish(ReadOnlySpan<double> sums, BoundGates gates, Span<double> gradient)
    {
        foreach (int gate in _gates)
        {
            // The phase per unit of angle, a·b₁ + b·b₂ + J·b₁·b₂ with b = (1 - Z)/2, in terms of Z.
            var unit = QuadraticTerms.Of(gates[gate], 1);
            double derivative = (unit.FirstLinear + (unit.Coupling / 2)) * Sum(1UL << unit.First, sums);
            if (unit.Second >= 0)
            {
                derivative += (unit.SecondLinear + (unit.Coupling / 2)) * Sum(1UL << unit.Second, sums);
                derivative -= unit.Coupling / 2 * Sum((1UL << unit.First) | (1UL << unit.Second), sums);
            }

            AddAngle(gates.Angle(gate), derivative, gradient);
        }
    }

    private double Sum(ulong word, ReadOnlySpan<double> sums) => sums[Array.IndexOf(_words, word)];

    private static IEnumerable<ulong> Words(KernelGate gate)
    {
        var unit = QuadraticTerms.Of(gate, 1);
        yield return 1UL << unit.First;
        if (unit.Second >= 0)
        {
            yield return 1UL << unit.Second;
            yield return (1UL << unit.First) | (1UL << unit.Second);
        }
    }
}
