using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>A gate whose generator is one Pauli word under a projector on its controls.</summary>
internal sealed unsafe class WordProbe : GradientProbe
{
    private readonly int _gate;
    private readonly PauliTileTerm* _term;
    private readonly KernelCall* _masks;
    private readonly ulong _controls;
    private readonly ulong _values;

    private WordProbe(int gate, PauliTileTerm* term, KernelCall* masks, ulong controls, ulong values)
        : base(1)
    {
        _gate = gate;
        _term = term;
        _masks = masks;
        _controls = controls;
        _values = values;
    }

    /// <param name="gate">Index of the gate.</param>
    /// <param name="gates">All gates.</param>
    /// <param name="position">Tile position of the target, -1 when there is none.</param>
    /// <param name="call">The call that undoes the gate; it holds the masks of word and controls in the tile.</param>
    /// <param name="arena">Memory for the tables.</param>
    public static WordProbe Create(int gate, BoundGates gates, int position, KernelCall* call, NativeArena arena)
    {
        var term = arena.Allocate<PauliTileTerm>(1);
        *term = new() { Coefficient = 1, Flips = call->FlipMask, Signs = call->SignMask, OuterSigns = call->OuterSignMask };
        var (controls, values) = (call->InnerControls, call->InnerValues);
        switch (gates[gate].Kind)
        {
            case KernelGateKind.RotationX:
                term->Flips = 1UL << position;
                break;
            case KernelGateKind.RotationY:
                term->Flips = term->Signs = 1UL << position;
                break;
            case KernelGateKind.RotationZ:
                term->Signs = 1UL << position;
                break;
            case KernelGateKind.PhaseShift:
                // The generator of diag(1, e^{iθ}) is -2 times the projector on 1.
                controls |= 1UL << position;
                values |= 1UL << position;
                term->Coefficient = -2;
                break;
        }

        int ys = BitOperations.PopCount(term->Flips & term->Signs);
        term->IsOdd = ys & 1;
        term->Coefficient *= (ys & 3) is 1 or 2 ? -1 : 1;
        return new(gate, term, call, controls, values);
    }

    public override void Read(GradientKernels kernels, in GradientTile tile, double* sums)
    {
        if ((tile.OuterBits & _masks->OuterControls) == _masks->OuterValues)
        {
            double sum = kernels.Word(_term, _controls, _values, tile.Bra, tile.Ket, tile.TileQubits);
            sums[0] += (BitOperations.PopCount(tile.OuterBits & _term->OuterSigns) & 1) == 0 ? sum : -sum;
        }
    }

    public override void Finish(ReadOnlySpan<double> sums, BoundGates gates, Span<double> gradient) =>
        AddAngle(gates.Angle(_gate), sums[0], gradient);
}
