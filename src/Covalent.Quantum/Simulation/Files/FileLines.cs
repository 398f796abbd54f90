using System.Globalization;

namespace Covalent.Quantum.Simulation.Files;

/// <summary>Lines of the project's benchmark files: words between blanks, <c>#</c> starts a comment line, <c>qubits N</c> comes first.</summary>
internal static class FileLines
{
    /// <summary>The most qubits whose index bits fit a word.</summary>
    private const int MostQubits = 63;

    /// <summary>Reads the number of qubits and one item per further line.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="what">What a line should be, for the message.</param>
    /// <param name="parse">Makes an item of a line's words and the number of qubits; null where it is none.</param>
    /// <exception cref="FormatException">A line is not what it should be; the message names it.</exception>
    public static (int Qubits, List<T> Items) Parse<T>(IEnumerable<string> lines, string what, Func<string[], int, T?> parse)
        where T : struct
    {
        int qubits = 0, number = 0;
        var items = new List<T>();
        foreach (string line in lines)
        {
            number++;
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#')
            {
                continue;
            }

            if (qubits == 0)
            {
                qubits = words is ["qubits", var count] && Number(count, MostQubits + 1) is > 0 and var given ? given
                    : throw new FormatException($"Line {number}: '{line}' stands where 'qubits N' with N from 1 to {MostQubits} is expected.");
                continue;
            }

            items.Add(parse(words, qubits) ?? throw new FormatException($"Line {number}: '{line}' is no {what} on {qubits} qubits."));
        }

        return qubits > 0 ? (qubits, items) : throw new FormatException("The file is empty; 'qubits N' is expected in its first line.");
    }

    /// <summary>A number from 0 to <paramref name="end"/> − 1, or null.</summary>
    public static int? Number(ReadOnlySpan<char> word, int end) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < end ? number : null;

    /// <summary>A finite number, or null.</summary>
    public static double? Real(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
