namespace Covalent.Quantum;

/// <summary>Undoes known read-out errors of independent wires by inverting their confusion matrices.</summary>
/// <param name="errors">Per wire, in the order of the probabilities' bits: how often 0 is read as 1, and 1 as 0.</param>
public sealed class ReadoutMitigation(IReadOnlyList<(double ZeroAsOne, double OneAsZero)> errors)
{
    /// <summary>Probabilities before the read-out: corrected, cut at 0 and normalised.</summary>
    /// <exception cref="ArgumentException">There are not 2^wires probabilities, or a wire is read at random.</exception>
    public double[] Correct(IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Count != 1 << errors.Count)
        {
            throw new ArgumentException($"{errors.Count} wires have {1 << errors.Count} probabilities; {probabilities.Count} were given.", nameof(probabilities));
        }

        double[] corrected = [.. probabilities];
        for (var wire = 0; wire < errors.Count; wire++)
        {
            Invert(corrected, 1 << (errors.Count - 1 - wire), errors[wire].ZeroAsOne, errors[wire].OneAsZero);
        }

        var total = corrected.Sum(static p => Math.Max(p, 0));
        return Array.ConvertAll(corrected, p => Math.Max(p, 0) / total);
    }

    private static void Invert(double[] probabilities, int bit, double zeroAsOne, double oneAsZero)
    {
        var determinant = 1 - zeroAsOne - oneAsZero;
        if (Math.Abs(determinant) < 1e-9)
        {
            throw new ArgumentException($"A wire is read wrongly with {zeroAsOne} and {oneAsZero}: its read-out says nothing, so nothing can be corrected.", nameof(probabilities));
        }

        for (var index = 0; index < probabilities.Length; index++)
        {
            if ((index & bit) == 0)
            {
                var (zero, one) = (probabilities[index], probabilities[index | bit]);
                probabilities[index] = (((1 - oneAsZero) * zero) - (oneAsZero * one)) / determinant;
                probabilities[index | bit] = (((1 - zeroAsOne) * one) - (zeroAsOne * zero)) / determinant;
            }
        }
    }
}
