using System.Numerics;

namespace Covalent.Quantum.Numerics;

/// <summary>Solves dU/dt = −i·H(t)·U by fourth-order Magnus steps, which are unitary whatever their length.</summary>
/// <param name="hamiltonian">H as a function of time.</param>
/// <param name="size">Its dimension.</param>
internal sealed class Propagator(Func<double, SquareMatrix> hamiltonian, int size)
{
    // The first steps are short enough for a short pulse not to fall between two samples.
    private const int FirstSteps = 16;

    // A jump is cornered to this fraction (2^-40) of a first step, where its error no longer counts.
    private const int DeepestHalving = 40;

    private const int TaylorTerms = 14;

    private static readonly double EarlyPoint = 0.5 - (Math.Sqrt(3) / 6);

    private static readonly double LatePoint = 0.5 + (Math.Sqrt(3) / 6);

    /// <summary>The evolution from one time to another.</summary>
    public SquareMatrix Over(double start, double end, double tolerance)
    {
        var result = SquareMatrix.Identity(size);
        if (start == end)
        {
            return result;
        }

        var length = (end - start) / FirstSteps;
        for (var step = 0; step < FirstSteps; step++)
        {
            var from = start + (step * length);
            result = Halved(from, length, Step(from, length), tolerance / FirstSteps, 0).Multiply(result);
        }

        return result;
    }

    private SquareMatrix Halved(double from, double length, SquareMatrix whole, double tolerance, int depth)
    {
        var half = length / 2;
        SquareMatrix first = Step(from, half), second = Step(from + half, half);
        var both = second.Multiply(first);

        // Halving divides the error of a fourth-order step by 16.
        if (depth == DeepestHalving || (both.DistanceTo(whole) <= 15 * tolerance && Roughness(from, length) <= 15 * tolerance))
        {
            return both;
        }

        return Halved(from + half, half, second, tolerance / 2, depth + 1).Multiply(Halved(from, half, first, tolerance / 2, depth + 1));
    }

    /// <summary>
    /// How much the integral of H changes when it is taken from other points, both ends among them: the Gauss points of a step and of its halves do
    /// not see a jump near an end.
    /// </summary>
    private double Roughness(double from, double length)
    {
        var simpson = hamiltonian(from).Add(hamiltonian(from + (length / 2)).Scale(4)).Add(hamiltonian(from + length)).Scale(length / 6);
        var gauss = hamiltonian(from + (EarlyPoint * length)).Add(hamiltonian(from + (LatePoint * length))).Scale(length / 2);
        return simpson.DistanceTo(gauss);
    }

    /// <summary>exp(−i·h/2·(H₁+H₂) + √3·h²/12·[H₁,H₂]) with H at the two Gauss points.</summary>
    private SquareMatrix Step(double from, double length)
    {
        SquareMatrix early = hamiltonian(from + (EarlyPoint * length)), late = hamiltonian(from + (LatePoint * length));
        var commutator = early.Multiply(late).Add(late.Multiply(early).Scale(-1));
        return Exponential(early.Add(late).Scale(new Complex(0, -length / 2)).Add(commutator.Scale(Math.Sqrt(3) * length * length / 12)));
    }

    private SquareMatrix Exponential(SquareMatrix exponent)
    {
        var norm = exponent.Entries.Length == 0 ? 0 : exponent.Entries.Max(static entry => entry.Magnitude) * size;
        var halvings = norm <= 0.5 ? 0 : (int)Math.Ceiling(Math.Log2(2 * norm));
        var small = exponent.Scale(Math.ScaleB(1, -halvings));
        var result = SquareMatrix.Identity(size);
        for (var term = TaylorTerms; term > 0; term--)
        {
            result = SquareMatrix.Identity(size).Add(small.Multiply(result).Scale(1.0 / term));
        }

        for (; halvings > 0; halvings--)
        {
            result = result.Multiply(result);
        }

        return result;
    }
}
