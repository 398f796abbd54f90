using System.Globalization;
using Covalent.Quantum.Simulation.Expectation;

namespace Covalent.Quantum.Simulation.Files;

/// <summary>A benchmark Hamiltonian: <c>qubits N</c>, then one word per line (<c>coefficient P&lt;q&gt; P&lt;q&gt; …</c>), P in X, Y, Z.</summary>
internal sealed record Hamiltonian(int Qubits, PauliTerm[] Terms)
{
    public static Hamiltonian Load(string path) => Parse(File.ReadLines(path));

    public static Hamiltonian Parse(IEnumerable<string> lines)
    {
        int qubits = 0, number = 0;
        var terms = new List<PauliTerm>();
        foreach (string line in lines)
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#')
            {
                continue;
            }

            if (words[0] == "qubits" && words.Length == 2)
            {
                qubits = int.Parse(words[1], CultureInfo.InvariantCulture);
                continue;
            }

            terms.Add(ParseTerm(words) ?? throw new FormatException($"Line {number}: '{line}' is no term of the HAM format."));
        }

        return new(qubits, [.. terms]);
    }

    private static PauliTerm? ParseTerm(string[] words)
    {
        ulong flips = 0, signs = 0;
        foreach (string factor in words.AsSpan(1))
        {
            ulong bit = 1UL << int.Parse(factor.AsSpan(1), CultureInfo.InvariantCulture);
            if (factor[0] is not ('X' or 'Y' or 'Z'))
            {
                return null;
            }

            flips |= factor[0] is 'X' or 'Y' ? bit : 0;
            signs |= factor[0] is 'Z' or 'Y' ? bit : 0;
        }

        return double.TryParse(words[0], CultureInfo.InvariantCulture, out double coefficient) ? new(coefficient, flips, signs) : null;
    }
}
