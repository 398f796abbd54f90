using Covalent.Core.Configuration;

namespace Covalent.Quantum.QElectrons;

/// <summary>The key <c>shots</c> of a quantum executor's section.</summary>
internal static class ConfiguredShots
{
    // Far more than anybody wants; a mistyped repetition must not fill the memory.
    private const int MostEntries = 100_000;

    private const string Wanted = "write a positive number, a list such as [10, 1000] (a pair [10, 3] in it means three times 10), \"None\" for exact results, or 0 for the device's.";

    /// <summary>Null when nothing is set, or when 0 or -1 say "as the device".</summary>
    /// <exception cref="ConfigurationException">The value is none of the documented forms; the message names key, file and line.</exception>
    public static Shots? Read(ConfigurationSection section) => section.Read<Shots>("shots", Understand);

    private static (Shots? Shots, string? Problem) Understand(object value) => value switch
    {
        0L or -1L => (null, null),
        long count when IsCount(count) => ((int)count, null),
        string text when text.Equals("none", StringComparison.OrdinalIgnoreCase) || text.Equals("analytic", StringComparison.OrdinalIgnoreCase) => (Shots.Analytic, null),
        IReadOnlyList<object> list when Counts(list) is { Count: > 0 } counts => (Shots.Vector([.. counts]), null),
        _ => (null, $"is {TomlLiteral.Write(value)}; {Wanted}"),
    };

    /// <summary>The entries of a shot vector; null when one is no count and no pair of a count and its repetitions.</summary>
    private static List<int>? Counts(IReadOnlyList<object> list)
    {
        var counts = new List<int>();
        foreach (var entry in list)
        {
            switch (entry)
            {
                case long count when IsCount(count):
                    counts.Add((int)count);
                    break;
                case IReadOnlyList<object> and [long count, long times] when IsCount(count) && times is > 0 and <= MostEntries:
                    counts.AddRange(Enumerable.Repeat((int)count, (int)times));
                    break;
                default:
                    return null;
            }
        }

        return counts.Count <= MostEntries && counts.Sum(static count => (long)count) <= int.MaxValue ? counts : null;
    }

    private static bool IsCount(long count) => count is > 0 and <= int.MaxValue;
}
