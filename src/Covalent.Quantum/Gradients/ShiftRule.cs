namespace Covalent.Quantum.Gradients;

/// <summary>f'(x) = Σ cₖ·f(x + sₖ) for functions whose frequencies are known.</summary>
/// <param name="Coefficients">c.</param>
/// <param name="Shifts">s, in radians.</param>
/// <remarks>Wierichs, Izaac, Wang, Lin 2022: R frequencies need 2R values. Equidistant ones have a closed form; for others the weights
/// solve a linear system at well-spread shifts.</remarks>
internal sealed record ShiftRule(double[] Coefficients, double[] Shifts)
{
    public static ShiftRule For(IReadOnlyList<double> frequencies)
    {
        if (frequencies.Count == 0)
        {
            return new ShiftRule([], []);
        }

        var lowest = frequencies.Min();
        var isEquidistant = frequencies.Order().Select((f, k) => Math.Abs(f - ((k + 1) * lowest)) < 1e-10).All(same => same);
        return isEquidistant ? Equidistant(frequencies.Count, lowest) : General([.. frequencies.Order()]);
    }

    private static ShiftRule Equidistant(int count, double lowest)
    {
        var coefficients = new double[2 * count];
        var shifts = new double[2 * count];
        for (var m = 0; m < 2 * count; m++)
        {
            var angle = ((2 * m) + 1) * Math.PI / (4 * count);
            coefficients[m] = lowest * (m % 2 == 0 ? 1 : -1) / (4 * count * Math.Pow(Math.Sin(angle), 2));
            var shift = 2 * angle / lowest;
            // f has period 2π/lowest, so the far half of the shifts are small negative ones.
            shifts[m] = m < count ? shift : shift - (2 * Math.PI / lowest);
        }

        return new ShiftRule(coefficients, shifts);
    }

    private static ShiftRule General(double[] frequencies)
    {
        var count = frequencies.Length;
        var spread = frequencies.Zip(frequencies.Skip(1), (a, b) => b - a).Append(frequencies[0]).Min();
        var shifts = Enumerable.Range(0, count).Select(m => ((2 * m) + 1) * Math.PI / (2 * count * spread * Math.Ceiling(frequencies[^1] / spread / count))).ToArray();
        var system = new double[count, count];
        for (var k = 0; k < count; k++)
        {
            for (var m = 0; m < count; m++)
            {
                system[k, m] = 2 * Math.Sin(frequencies[k] * shifts[m]);
            }
        }

        var weights = LinearSystem.Solve(system, frequencies);
        return new ShiftRule([.. weights.SelectMany(w => new[] { w, -w })], [.. shifts.SelectMany(s => new[] { s, -s })]);
    }
}
