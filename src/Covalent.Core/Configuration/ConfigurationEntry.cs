namespace Covalent;

/// <summary>One effective value, ready to be shown. Secrets are hidden.</summary>
/// <param name="Section">Dotted path of the section, such as <c>executors.slurm</c>.</param>
/// <param name="Name">Key within the section; a key of a table is dotted, such as <c>options.nodes</c>.</param>
/// <param name="Value">The value as TOML text; <c>"***"</c> for a secret; <see langword="null"/> if there is neither value nor default.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Description">What the key does, with its unit; empty for keys the schema does not know.</param>
public sealed record ConfigurationEntry(string Section, string Name, string? Value, ConfigurationOrigin Origin, string Description);
