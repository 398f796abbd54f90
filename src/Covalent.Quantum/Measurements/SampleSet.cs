namespace Covalent.Quantum.Measurements;

/// <summary>The shots that a postselection kept, in order, and for each group of bases the basis state that each shot found.</summary>
/// <param name="Shots">Numbers of the kept shots, ascending.</param>
/// <param name="Outcomes">Per group, per kept shot.</param>
/// <param name="Bits">Per kept shot the bits measured on the way.</param>
/// <param name="Shadows">Per shadow measurement its random bases and outcomes.</param>
internal sealed record SampleSet(int[] Shots, ulong[][] Outcomes, bool[][] Bits, IReadOnlyDictionary<Measurement, ShadowSamples> Shadows)
{
    /// <summary>The kept shots numbered <paramref name="start"/> … <paramref name="end"/> − 1, as positions in the arrays.</summary>
    public Range Between(int start, int end) => FirstAtLeast(start)..FirstAtLeast(end);

    private int FirstAtLeast(int shot)
    {
        var index = Array.BinarySearch(Shots, shot);
        return index < 0 ? ~index : index;
    }
}

/// <summary>Per kept shot: the basis of each wire (0 = X, 1 = Y, 2 = Z), and the basis state found.</summary>
internal sealed record ShadowSamples(int[][] Recipes, ulong[] Outcomes);
