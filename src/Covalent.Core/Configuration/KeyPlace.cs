namespace Covalent.Core.Configuration;

/// <summary>Where a path leads in a schema: a key of a known section, or a key of an executor nobody has registered.</summary>
/// <param name="Path">The path with the key's own name instead of an alias.</param>
/// <param name="Section">Path of the section.</param>
/// <param name="Key">The key; <see langword="null"/> in an unregistered section.</param>
internal sealed record KeyPlace(KeyPath Path, KeyPath Section, ConfigurationKey? Key)
{
    /// <summary>Whether the path goes on below the key, into a table of the user's own.</summary>
    public bool IsInsideTable => Path.Count > Section.Count + 1;

    public bool IsSecret => Key is { IsSecret: true } || Secrets.IsSecretPath(Path);
}
