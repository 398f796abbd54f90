using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Measurements;

internal static class Entropies
{
    /// <summary>−tr ρ ln ρ.</summary>
    public static double VonNeumann(SquareMatrix density) =>
        -HermitianEigen.Of(density).Values.Where(static value => value > 1e-15).Sum(static value => value * Math.Log(value)) + 0.0;
}
