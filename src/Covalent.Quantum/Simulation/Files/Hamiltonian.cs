using Covalent.Quantum.Simulation.Expectation;

namespace Covalent.Quantum.Simulation.Files;

/// <summary>A benchmark Hamiltonian: <c>qubits N</c>, then one word per line (<c>coefficient P&lt;q&gt; P&lt;q&gt; …</c>), P in X, Y, Z.</summary>
internal sealed record Hamiltonian(int Qubits, PauliTerm[] Terms)
{
    public static Hamiltonian Load(string path) => Parse(File.ReadLines(path));

    /// <exception cref="FormatException">A line is no term; the message names it.</exception>
    public static Hamiltonian Parse(IEnumerable<string> lines)
    {
        var (qubits, terms) = FileLines.Parse<PauliTerm>(lines, "term of the HAM format", ParseTerm);
        return new(qubits, [.. terms]);
    }

    private static PauliTerm? ParseTerm(string[] words, int qubits)
    {
        ulong flips = 0, signs = 0;
        foreach (string factor in words.AsSpan(1))
        {
            if (factor[0] is not ('X' or 'Y' or 'Z') || FileLines.Number(factor.AsSpan(1), qubits) is not { } qubit || ((flips | signs) >> qubit & 1) != 0)
            {
                return null;
            }

            flips |= factor[0] is 'X' or 'Y' ? 1UL << qubit : 0;
            signs |= factor[0] is 'Z' or 'Y' ? 1UL << qubit : 0;
        }

        return FileLines.Real(words[0]) is { } coefficient ? new(coefficient, flips, signs) : null;
    }
}
