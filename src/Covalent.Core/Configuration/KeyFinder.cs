namespace Covalent.Core.Configuration;

/// <summary>Finds paths in a schema and explains why one is not there.</summary>
internal sealed class KeyFinder(ConfigurationSchema schema)
{
    /// <summary>The place of a path, or the reason why there is none.</summary>
    public (KeyPlace? Place, KeyMistake? Mistake) Find(KeyPath path)
    {
        var depth = ConfigurationSchema.IsFamily(path[0]) ? 2 : 1;
        var section = path.Count > depth ? schema.Find(path.Take(depth)) : null;
        if (section is null)
        {
            return path.Count > depth && depth == 2
                ? (new(path, path.Take(2), null), null)
                : (null, path.Count > depth ? UnknownSection(path.Take(depth)) : new(path, Homeless(path)));
        }
        return section.Find(path[depth]) is { } key ? InKey(section, key, path) : (null, UnknownKey(section, path));
    }

    /// <summary>Why <c>[path]</c> cannot be a section; <see langword="null"/> if it can.</summary>
    public KeyMistake? HeaderMistake(KeyPath path)
    {
        var depth = ConfigurationSchema.IsFamily(path[0]) ? 2 : 1;
        if (schema.Find(path.Take(Math.Min(depth, path.Count))) is not { } section)
        {
            return depth == 2 ? null : UnknownSection(path.Take(depth));
        }
        if (path.Count == depth)
        {
            return null;
        }
        return section.Find(path[depth]) switch
        {
            null => UnknownKey(section, path),
            { Kind: ConfigurationValueKind.Table or ConfigurationValueKind.Any } => null,
            var key => new(path.Take(depth + 1), $"{section.Path}.{key.Name} is not a table; write {key.Name} = {TomlLiteral.Write(key.Example ?? "value")} below [{section.Path}]."),
        };
    }

    /// <summary>A known name like that of an executor section nobody has registered; <see langword="null"/> if none is near.</summary>
    public string? SimilarSection(KeyPath section) => Spelling.Nearest(section.Last, schema.Sections.Where(s => s.Location.Count == 2 && s.Location[0] == section[0]).Select(s => s.Location.Last));

    private static (KeyPlace?, KeyMistake?) InKey(ConfigurationSectionSchema section, ConfigurationKey key, KeyPath path)
    {
        var own = section.Location.Append(key.Name).Append(path.Skip(section.Location.Count + 1));
        var place = new KeyPlace(own, section.Location, key);
        return place.IsInsideTable && key.Kind is not (ConfigurationValueKind.Table or ConfigurationValueKind.Any)
            ? (null, new(path.Take(section.Location.Count + 1), $"{path} goes below {section.Path}.{key.Name}, which is not a table."))
            : (place, null);
    }

    private static KeyMistake UnknownKey(ConfigurationSectionSchema section, KeyPath path)
    {
        var name = path[section.Location.Count];
        var known = section.Keys.SelectMany(k => k.Aliases.Prepend(k.Name)).ToList();
        var shown = path.Take(section.Location.Count + 1);
        return new(shown, Spelling.Nearest(name, known) is { } near
            ? $"{shown} is not a known key; did you mean {near}?"
            : $"{shown} is not a known key; [{section.Path}] knows {string.Join(", ", section.Keys.Select(k => k.Name))}.");
    }

    private KeyMistake UnknownSection(KeyPath section)
    {
        var known = schema.Sections.Select(s => s.Location[0]).Distinct().ToList();
        return new(section, Spelling.Nearest(section.Last, known) is { } near
            ? $"[{section}] is not a known section; did you mean [{near}]?"
            : $"[{section}] is not a known section; there are {string.Join(", ", known.Select(Shown))}.");
    }

    private string Homeless(KeyPath path) => path.Count == 1 && !ConfigurationSchema.IsFamily(path[0]) && schema.Find(path) is null
        ? $"{path} stands outside any section; put it below a line such as [sdk]."
        : $"{path} is a section, not a key; write [{(path.Count == 1 && ConfigurationSchema.IsFamily(path[0]) ? path + ".NAME" : path.ToString())}] and its keys below.";

    private static string Shown(string word) => ConfigurationSchema.IsFamily(word) ? $"[{word}.NAME]" : $"[{word}]";
}

/// <summary>Why a path leads nowhere.</summary>
/// <param name="Culprit">The part of the path that is wrong; several keys below it share one mistake.</param>
/// <param name="Message">The reason and the next step.</param>
internal sealed record KeyMistake(KeyPath Culprit, string Message);
