using Covalent.Core.Configuration;

namespace Covalent;

/// <summary>The keys of one section of <c>covalent.conf</c>. An executor from a package or plug-in folder registers its own with
/// <see cref="ConfigurationSchema.With"/>; its defaults apply only where the user set nothing.</summary>
public sealed class ConfigurationSectionSchema
{
    private readonly Dictionary<string, ConfigurationKey> _byName = new(StringComparer.Ordinal);

    /// <summary>Declares a section.</summary>
    /// <param name="path">Dotted path, such as <c>executors.slurm</c>.</param>
    /// <param name="description">What the section is about, in one sentence.</param>
    /// <param name="keys">Its keys, in the order in which they are shown.</param>
    /// <exception cref="ArgumentException">The path is empty, two keys answer to one name, or a default does not fit its key.</exception>
    public ConfigurationSectionSchema(string path, string description, IReadOnlyList<ConfigurationKey> keys)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(keys);
        Location = KeyPath.Parse(path);
        Description = description;
        Keys = [.. keys];
        foreach (var key in Keys)
        {
            Enter(key);
        }
    }

    /// <summary>Dotted path, such as <c>executors.slurm</c>.</summary>
    public string Path => Location.ToString();

    /// <summary>What the section is about.</summary>
    public string Description { get; }

    /// <summary>Its keys, in the order in which they are shown.</summary>
    public IReadOnlyList<ConfigurationKey> Keys { get; }

    internal KeyPath Location { get; }

    /// <summary>The key of this name or alias; <see langword="null"/> if there is none.</summary>
    /// <param name="name">Name as it stands in the file.</param>
    public ConfigurationKey? Find(string name) => _byName.GetValueOrDefault(name);

    private void Enter(ConfigurationKey key)
    {
        foreach (var name in key.Aliases.Prepend(key.Name))
        {
            if (!_byName.TryAdd(name, key))
            {
                throw new ArgumentException($"Two keys of [{Path}] answer to the name {name}; rename one of them.");
            }
        }
        if (key.Default is { } value && ValueCheck.Problem(key, value) is { } problem)
        {
            throw new ArgumentException($"The default of {Path}.{key.Name} does not fit: it {problem}");
        }
    }
}
