using Covalent.Core.Configuration;

namespace Covalent;

/// <summary>All sections known to a configuration. Immutable; <see cref="With"/> gives a larger one.</summary>
public sealed class ConfigurationSchema
{
    private readonly Dictionary<KeyPath, ConfigurationSectionSchema> _byPath;

    private ConfigurationSchema(IReadOnlyList<ConfigurationSectionSchema> sections)
    {
        Sections = sections;
        _byPath = sections.ToDictionary(s => s.Location);
    }

    /// <summary>The sections of Covalent itself and of the executors it ships.</summary>
    public static ConfigurationSchema BuiltIn { get; } = new(BuiltInSections.All());

    /// <summary>The sections, in the order in which they are shown.</summary>
    public IReadOnlyList<ConfigurationSectionSchema> Sections { get; }

    /// <summary>The same schema with a section added. A section of the same path is replaced: whoever registers knows it better.</summary>
    /// <param name="section">The keys of an executor, say <c>executors.mine</c>.</param>
    /// <exception cref="ArgumentException">The path is neither <c>executors.NAME</c>, <c>qelectron.NAME</c> nor a single word.</exception>
    public ConfigurationSchema With(ConfigurationSectionSchema section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Location.Count != (IsFamily(section.Location[0]) ? 2 : 1))
        {
            throw new ArgumentException($"[{section.Path}] cannot be a section; use executors.NAME, qelectron.NAME or a single word.", nameof(section));
        }
        return new([.. Sections.Where(s => !s.Location.Equals(section.Location)), section]);
    }

    /// <summary>The section of this path; <see langword="null"/> if it is unknown.</summary>
    /// <param name="path">Dotted path, such as <c>executors.slurm</c>.</param>
    public ConfigurationSectionSchema? Find(string path) => Find(KeyPath.Parse(path));

    internal ConfigurationSectionSchema? Find(KeyPath path) => _byPath.GetValueOrDefault(path);

    /// <summary>Whether sections below this word carry names given by users and plug-ins.</summary>
    internal static bool IsFamily(string word) => word is "executors" or "qelectron";
}
