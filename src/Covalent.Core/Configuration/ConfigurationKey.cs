using Covalent.Core.Configuration;

namespace Covalent;

/// <summary>One key of a configuration section: the single source of its type, default, unit and explanation.</summary>
public sealed record ConfigurationKey
{
    /// <summary>Declares a key.</summary>
    /// <param name="name">Name in the file, in snake_case.</param>
    /// <param name="kind">What its value may be.</param>
    /// <param name="description">What it does, in one sentence.</param>
    public ConfigurationKey(string name, ConfigurationValueKind kind, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        Name = name;
        Kind = kind;
        Description = description;
    }

    /// <summary>Name in the file.</summary>
    public string Name { get; }

    /// <summary>What the value may be.</summary>
    public ConfigurationValueKind Kind { get; }

    /// <summary>What the key does.</summary>
    public string Description { get; }

    /// <summary>The value when nobody sets one, as it would be written in the file: <see cref="string"/>, <see cref="long"/>,
    /// <see cref="double"/>, <see cref="bool"/>, <see cref="IReadOnlyList{T}"/> of texts or a dictionary. Default: <see langword="null"/>, no value.</summary>
    public object? Default { get; init; }

    /// <summary>Unit of a number, such as <c>GB</c>. Default: none; durations are in seconds.</summary>
    public string? Unit { get; init; }

    /// <summary>The only texts allowed. Default: empty, any text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Smallest number allowed. Default: no limit.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest number allowed. Default: no limit.</summary>
    public double? Maximum { get; init; }

    /// <summary>Other names accepted with a warning. Default: none.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Why the key is accepted but does nothing; setting it gives a warning. Default: <see langword="null"/>, it works.</summary>
    public string? WithoutEffect { get; init; }

    /// <summary>Whether the value is hidden wherever the configuration is shown. Default: judged by the name
    /// (<c>token</c>, <c>password</c>, <c>secret</c>, <c>passphrase</c>).</summary>
    public bool IsSecret { get => _isSecret ?? Secrets.IsSecretName(Name); init => _isSecret = value; }

    private readonly bool? _isSecret;

    /// <summary>Shown where an example helps: the default, a choice, or a typical value.</summary>
    internal object? Example => Default ?? (Choices.Count > 0 ? Choices[0] : null);

    /// <summary>Whether <paramref name="name"/> is the key's name or one of its aliases.</summary>
    internal bool Answers(string name) => Name == name || Aliases.Contains(name);
}
