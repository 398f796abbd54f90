namespace Covalent.Core.Configuration;

/// <summary>Finds the variables that speak about the configuration: the documented ones, and <c>COVALENT_SECTION__KEY</c> for every key.</summary>
internal sealed class EnvironmentOverrides(ConfigurationSources sources, SettingsReader reader)
{
    private const string Prefix = "COVALENT_";
    private const string Level = "__";

    public void Take()
    {
        foreach (var variable in DocumentedVariable.All)
        {
            TakeDocumented(variable);
        }
        foreach (var name in sources.EnvironmentVariables.Keys.Where(FollowsTheRule).Order(StringComparer.Ordinal))
        {
            TakeByRule(name, sources.EnvironmentVariables[name]);
        }
    }

    private static bool FollowsTheRule(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.AsSpan(Prefix.Length).IndexOf(Level) > 0;

    private void TakeDocumented(DocumentedVariable variable)
    {
        if (sources.Variable(variable.Name) is not { } text)
        {
            return;
        }
        var origin = new ConfigurationOrigin(ConfigurationOriginKind.Environment, variable.Name);
        if (variable.Keys.Length == 0)
        {
            reader.Warnings.Add(origin.Problem("this variable of the Python original has no effect here; remove it."));
            return;
        }
        if (variable.Translate(text) is not { } value)
        {
            return;
        }
        foreach (var key in variable.Keys)
        {
            var path = KeyPath.Parse(key);
            var before = reader.Problems.Count;
            reader.Take(path, EnvironmentText.Read(value, Kind(path)), origin);
            if (reader.Problems.Count > before)
            {
                return;
            }
        }
    }

    private void TakeByRule(string name, string text)
    {
        var words = name[Prefix.Length..].Split(Level);
        var origin = new ConfigurationOrigin(ConfigurationOriginKind.Environment, name);
        if (words.Any(string.IsNullOrEmpty))
        {
            reader.Problems.Add(origin.Problem("a part of the name is empty; write COVALENT_SECTION__KEY, such as COVALENT_EXECUTORS__SLURM__ADDRESS."));
            return;
        }
        var path = Spell(words);
        var kind = Kind(path);
        if (text.Length > 0 || kind is null or ConfigurationValueKind.Text or ConfigurationValueKind.Path)
        {
            reader.Take(path, EnvironmentText.Read(text, kind), origin);
        }
    }

    private ConfigurationValueKind? Kind(KeyPath path) => new KeyFinder(sources.Schema).Find(path).Place is { Key: { } key, IsInsideTable: false } ? key.Kind : null;

    /// <summary>Variables have no lower case and no dashes: each word is matched against what the schema and the file know.</summary>
    private KeyPath Spell(string[] words)
    {
        var path = KeyPath.Root;
        foreach (var word in words)
        {
            path = path.Append(Below(path).FirstOrDefault(known => Same(known, word)) ?? word.ToLowerInvariant());
        }
        return path;
    }

    private IEnumerable<string> Below(KeyPath path)
    {
        var sections = sources.Schema.Sections.Where(s => s.Location.Count > path.Count && s.Location.StartsWith(path)).Select(s => s.Location[path.Count]);
        var keys = sources.Schema.Find(path)?.Keys.SelectMany(k => k.Aliases.Prepend(k.Name)) ?? [];
        var file = reader.Settings.Keys.Where(k => k.Count > path.Count && k.StartsWith(path)).Select(k => k[path.Count]);
        return sections.Concat(keys).Concat(file);
    }

    private static bool Same(string known, string word) => string.Equals(known.Replace('-', '_').Replace('.', '_'), word, StringComparison.OrdinalIgnoreCase);
}
