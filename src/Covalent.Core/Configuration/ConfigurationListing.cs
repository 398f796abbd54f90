using System.Text;

namespace Covalent.Core.Configuration;

/// <summary>Shows effective values to people, secrets hidden.</summary>
internal static class ConfigurationListing
{
    public static IReadOnlyList<ConfigurationEntry> Entries(EffectiveSettings settings)
    {
        var entries = new List<ConfigurationEntry>();
        foreach (var section in settings.Schema.Sections)
        {
            foreach (var key in section.Keys)
            {
                AddKey(entries, settings, section, key);
            }
        }
        foreach (var (path, setting) in settings.All.Where(s => settings.Schema.Find(s.Key.Take(Depth(s.Key))) is null))
        {
            entries.Add(Entry(path.Take(2), path.Skip(2), setting, "", Secrets.IsSecretPath(path)));
        }
        return entries;
    }

    public static string Toml(IReadOnlyList<ConfigurationEntry> entries, bool includeDefaults)
    {
        var toml = new StringBuilder();
        foreach (var section in entries.GroupBy(e => e.Section))
        {
            var shown = section.Where(e => includeDefaults || e.Origin.Kind != ConfigurationOriginKind.Default).ToList();
            if (shown.Count == 0)
            {
                continue;
            }
            toml.Append(toml.Length > 0 ? "\n" : "").Append('[').Append(section.Key).Append("]\n");
            foreach (var entry in shown)
            {
                toml.Append(entry.Value is null ? $"# {entry.Name} is not set" : $"{entry.Name} = {entry.Value}  # {entry.Origin}").Append('\n');
            }
        }
        return toml.ToString();
    }

    private static int Depth(KeyPath path) => ConfigurationSchema.IsFamily(path[0]) ? 2 : 1;

    private static void AddKey(List<ConfigurationEntry> entries, EffectiveSettings settings, ConfigurationSectionSchema section, ConfigurationKey key)
    {
        var path = section.Location.Append(key.Name);
        var set = settings.All.Where(s => s.Key.StartsWith(path)).ToList();
        foreach (var (below, setting) in set)
        {
            entries.Add(Entry(section.Location, below.Skip(section.Location.Count), setting, Explain(key), key.IsSecret || Secrets.IsSecretPath(below)));
        }
        if (key.Kind == ConfigurationValueKind.Table)
        {
            AddTableDefaults(entries, section, key, set);
        }
        else if (set.Count == 0)
        {
            var value = key.Kind == ConfigurationValueKind.Path && key.Default is string folder ? settings.Expand(folder) : key.Default;
            entries.Add(new(section.Path, KeyPath.Of(key.Name).ToString(), value is null ? null : TomlLiteral.Write(value), ConfigurationOrigin.Default, Explain(key)));
        }
    }

    private static void AddTableDefaults(List<ConfigurationEntry> entries, ConfigurationSectionSchema section, ConfigurationKey key, List<KeyValuePair<KeyPath, Setting>> set)
    {
        foreach (var (name, value) in key.Default as IReadOnlyDictionary<string, object> ?? new Dictionary<string, object>())
        {
            var path = section.Location.Append(key.Name).Append(name);
            if (!set.Exists(s => s.Key.StartsWith(path)))
            {
                entries.Add(new(section.Path, path.Skip(section.Location.Count).ToString(), TomlLiteral.Write(value), ConfigurationOrigin.Default, Explain(key)));
            }
        }
    }

    private static ConfigurationEntry Entry(KeyPath section, KeyPath name, Setting setting, string description, bool isSecret) => new(
        section.ToString(),
        name.ToString(),
        TomlLiteral.Write(isSecret || Secrets.HoldsCredentials(setting.Value) ? Secrets.Hidden : setting.Value),
        setting.Origin,
        description);

    private static string Explain(ConfigurationKey key)
    {
        var unit = key.Kind == ConfigurationValueKind.Duration ? "seconds" : key.Unit;
        return key.WithoutEffect is { } reason ? $"Without effect here. {reason}" : unit is null ? key.Description : $"{key.Description} In {unit}.";
    }
}
