using System.Globalization;

namespace Covalent.Core.Configuration;

/// <summary>One key to set or to take out, checked before the file is touched.</summary>
/// <param name="Path">The key, by its own name.</param>
/// <param name="OtherPaths">The same key by its aliases, which the file may use.</param>
/// <param name="Value">The new value; <see langword="null"/> takes the key out.</param>
internal sealed record ConfigurationChange(KeyPath Path, IReadOnlyList<KeyPath> OtherPaths, object? Value)
{
    public static ConfigurationChange Set(ConfigurationSchema schema, KeyPath path, object value)
    {
        var place = Place(schema, path);
        var kind = place.IsInsideTable ? null : place.Key?.Kind;
        if (kind == ConfigurationValueKind.Table)
        {
            throw Refused($"{path} is a table; set one of its keys, such as {path}.NAME.");
        }
        var plain = Plain(value);
        var fitting = plain is string text && (kind is not null || !place.IsInsideTable) ? EnvironmentText.Read(text, kind) : plain;
        return !place.IsInsideTable && place.Key is { } key && ValueCheck.Problem(key, fitting) is { } problem
            ? throw Refused($"{path} {problem}")
            : new(place.Path, Others(place), fitting);
    }

    public static ConfigurationChange Remove(ConfigurationSchema schema, KeyPath path)
    {
        var place = Place(schema, path);
        return place is { IsInsideTable: false, Key.Kind: ConfigurationValueKind.Table }
            ? throw Refused($"{path} is a table; take out one of its keys, such as {path}.NAME.")
            : new(place.Path, Others(place), null);
    }

    public bool Concerns(KeyPath path) => Path.Equals(path) || OtherPaths.Contains(path);

    private static KeyPlace Place(ConfigurationSchema schema, KeyPath path)
    {
        var (place, mistake) = new KeyFinder(schema).Find(path);
        return place ?? throw Refused(mistake!.Message);
    }

    private static IReadOnlyList<KeyPath> Others(KeyPlace place) => place.Key is null
        ? []
        : [.. place.Key.Aliases.Select(a => place.Section.Append(a).Append(place.Path.Skip(place.Section.Count + 1)))];

    private static object Plain(object value) => value switch
    {
        string or bool or long or double => value,
        int or short or byte or uint or ushort or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        TimeSpan time when time == Timeout.InfiniteTimeSpan => -1L,
        TimeSpan time when time.Ticks % TimeSpan.TicksPerSecond == 0 => time.Ticks / TimeSpan.TicksPerSecond,
        TimeSpan time => time.TotalSeconds,
        IEnumerable<string> texts => texts.Cast<object>().ToList(),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be written to the configuration; use text, a number, a truth value, a TimeSpan or a list of texts.", nameof(value)),
    };

    private static ConfigurationException Refused(string message) => new(new ConfigurationProblem(null, 0, 0, message));
}
