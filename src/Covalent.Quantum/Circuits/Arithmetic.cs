namespace Covalent.Quantum.Circuits;

/// <summary>Reversible arithmetic as permutations of basis states.</summary>
internal static class Arithmetic
{
    public static BasisPermutation Comparator(int value, Wires wires, bool atLeast)
    {
        ArgumentNullException.ThrowIfNull(wires);
        return Map("IntegerComparator", wires, state => (state >> 1 >= value) == atLeast ? state ^ 1 : state);
    }

    public static BasisPermutation Adder(int k, Wires wires, int? modulus)
    {
        var mod = Modulus("Adder", wires, modulus);
        return Map("Adder", wires, state => state < mod ? (int)((((long)state + k) % mod + mod) % mod) : state);
    }

    public static BasisPermutation Multiplier(int k, Wires wires, int? modulus)
    {
        var mod = Modulus("Multiplier", wires, modulus);
        return Map("Multiplier", wires, state => state < mod ? (int)(((long)state * k % mod + mod) % mod) : state);
    }

    public static BasisPermutation ModExp(Wires input, Wires output, int @base, int? modulus)
    {
        ArgumentNullException.ThrowIfNull(input);
        var mod = Modulus("ModExp", output, modulus);
        return Map("ModExp", input.Concat(output), state =>
        {
            var power = (int)System.Numerics.BigInteger.ModPow(@base, state >> output.Count, mod);
            return state ^ power;
        });
    }

    private static int Modulus(string name, Wires wires, int? modulus)
    {
        ArgumentNullException.ThrowIfNull(wires);
        var largest = 1 << wires.Count;
        return modulus is { } given && (given < 1 || given > largest)
            ? throw new ArgumentException($"The modulus of {name} is {given}; on {wires.Count} wires it must lie between 1 and {largest}.", nameof(modulus))
            : modulus ?? largest;
    }

    private static BasisPermutation Map(string name, Wires wires, Func<int, int> map) =>
        new(name, [.. Enumerable.Range(0, 1 << wires.Count).Select(map)], wires);
}
