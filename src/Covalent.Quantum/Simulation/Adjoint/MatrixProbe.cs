using System.Numerics;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Simulation.Adjoint;

/// <summary>A gate given by entries that depend on parameters: one sum per parameter, 2·Re⟨λ|dU·U†|ψ⟩.</summary>
internal sealed unsafe class MatrixProbe(int gate, BoundGates gates, int[] positions, KernelCall* masks) : GradientProbe(gates.Source(gate).Count)
{
    private Complex[][]? _products;

    public override void Read(GradientKernels kernels, in GradientTile tile, double* sums)
    {
        if ((tile.OuterBits & masks->OuterControls) != masks->OuterValues)
        {
            return;
        }

        var products = Volatile.Read(ref _products) ?? Products();
        for (int k = 0; k < products.Length; k++)
        {
            sums[k] += 2 * kernels.Matrix(positions, products[k], masks->InnerControls, masks->InnerValues, tile.Bra, tile.Ket, tile.TileQubits);
        }
    }

    public override void Finish(ReadOnlySpan<double> sums, BoundGates gates, Span<double> gradient)
    {
        int first = gates.Source(gate).First;
        for (int k = 0; k < sums.Length; k++)
        {
            gradient[first + k] += sums[k];
        }

        _products = null;
    }

    private Complex[][] Products()
    {
        var adjoint = MatrixCalculus.Adjoint(AsMatrix(gates.Entries(gate)));
        var products = new Complex[Sums][];
        for (int k = 0; k < products.Length; k++)
        {
            products[k] = MatrixCalculus.Multiply(AsMatrix(gates.Derivative(gate, k)), adjoint);
        }

        Volatile.Write(ref _products, products);
        return products;
    }

    private Complex[] AsMatrix(Complex[] entries) => gates[gate].Kind switch
    {
        KernelGateKind.DiagonalTable => MatrixCalculus.Diagonal(entries),
        KernelGateKind.Permutation => MatrixCalculus.Permutation(gates[gate].Destinations, entries),
        _ => entries,
    };
}
