using Covalent;
using static Covalent.Workflow;

/// <summary>The lattice and its electrons.</summary>
internal static class Leibniz
{
    /// <summary>The sum of the first 100,000,000 terms, rounded to a double.</summary>
    public const double ExactPartialSum = 3.141592643589793;

    /// <summary>The lattice: one electron for each part, one to add them up.</summary>
    public static Node<double> ComputePi(Node<int> terms, int parts)
    {
        var sums = Gather(Enumerable.Range(0, parts).Select(part => Electron(() => PartialSum(terms, part, parts))));
        return Electron(() => Total(sums));
    }

    /// <summary>The sum of one of the equal parts of the series.</summary>
    public static double PartialSum(int terms, int part, int parts)
    {
        var (start, end) = ((long)terms * part / parts, (long)terms * (part + 1) / parts);
        var sum = 0.0;
        for (var i = start; i < end; i++)
        {
            sum += (i % 2 == 0 ? 4.0 : -4.0) / ((2 * i) + 1);
        }

        return sum;
    }

    /// <summary>Adds the parts, smallest first.</summary>
    public static double Total(double[] sums) => sums.OrderBy(Math.Abs).Sum();
}
