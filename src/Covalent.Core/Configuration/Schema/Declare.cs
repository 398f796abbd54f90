namespace Covalent.Core.Configuration;

/// <summary>Short forms for the tables of keys in this folder.</summary>
internal static class Declare
{
    public static ConfigurationKey Text(string name, string? value, string description) => new(name, ConfigurationValueKind.Text, description) { Default = value };

    public static ConfigurationKey Choice(string name, string value, IReadOnlyList<string> choices, string description) => Text(name, value, description) with { Choices = choices };

    public static ConfigurationKey Path(string name, string? value, string description) => new(name, ConfigurationValueKind.Path, description) { Default = value };

    public static ConfigurationKey Integer(string name, long? value, string description, double? minimum = 0) => new(name, ConfigurationValueKind.Integer, description) { Default = value, Minimum = minimum };

    public static ConfigurationKey Number(string name, object? value, string description) => new(name, ConfigurationValueKind.Number, description) { Default = value, Minimum = 0 };

    public static ConfigurationKey Boolean(string name, bool value, string description) => new(name, ConfigurationValueKind.Boolean, description) { Default = value };

    public static ConfigurationKey Seconds(string name, long? value, string description) => new(name, ConfigurationValueKind.Duration, description) { Default = value };

    public static ConfigurationKey Texts(string name, string description) => new(name, ConfigurationValueKind.TextList, description) { Default = Array.Empty<string>() };

    public static ConfigurationKey Table(string name, string description) => new(name, ConfigurationValueKind.Table, description);

    public static ConfigurationKey Any(string name, object? value, string description) => new(name, ConfigurationValueKind.Any, description) { Default = value };

    public static ConfigurationKey Port(string name, long value, string description) => Integer(name, value, description, 1) with { Maximum = 65535 };

    /// <summary>Documented or written by the Python original; accepted, so that its file can be read, and ignored.</summary>
    public static ConfigurationKey Idle(string name, string reason) => new(name, ConfigurationValueKind.Any, reason) { WithoutEffect = reason };

    public static IEnumerable<ConfigurationKey> Idle(string reason, params string[] names) => names.Select(n => Idle(n, reason));

    /// <summary>A section <c>executors.NAME</c>: the keys every executor has after its own; of two with the same name the first counts.</summary>
    public static ConfigurationSectionSchema Executor(string name, string description, params ConfigurationKey[] keys) =>
        new($"executors.{name}", description, [.. keys.DistinctBy(key => key.Name), .. CommonExecutorKeys.All.Where(c => !keys.Any(k => k.Answers(c.Name)))]);
}
