namespace Covalent.Core.Configuration;

/// <summary>Takes values from file and environment, checks each against the schema and collects everything wrong.</summary>
internal sealed class SettingsReader(ConfigurationSchema schema)
{
    private readonly KeyFinder _finder = new(schema);
    private readonly Dictionary<(string Section, string Reason), (List<string> Names, ConfigurationOrigin Origin)> _idle = [];
    private readonly HashSet<KeyPath> _strangers = [];
    private readonly HashSet<(KeyPath Culprit, string? Source)> _blamed = [];

    public OrderedDictionary<KeyPath, Setting> Settings { get; } = [];

    public List<ConfigurationProblem> Problems { get; } = [];

    public List<ConfigurationProblem> Warnings { get; } = [];

    public void TakeFile(TomlSource source)
    {
        var arrays = source.Headers.Where(h => h.IsArray).Select(h => h.Path).ToList();
        foreach (var header in source.Headers)
        {
            TakeHeader(header, new(ConfigurationOriginKind.File, source.File, header.Line, header.Column));
        }
        foreach (var leaf in source.Leaves.Where(l => !arrays.Exists(l.Path.StartsWith)))
        {
            Take(leaf.Path, leaf.Value, new(ConfigurationOriginKind.File, source.File, leaf.Line, leaf.Column));
        }
    }

    public void Take(KeyPath path, object value, ConfigurationOrigin origin)
    {
        var (place, mistake) = _finder.Find(path);
        if (place is null)
        {
            Blame(mistake!, origin);
            return;
        }
        Notice(place, path, origin);
        if (value is IReadOnlyDictionary<string, object> table && place.Key is null or { Kind: ConfigurationValueKind.Table or ConfigurationValueKind.Any })
        {
            TakeTable(place, table, origin);
        }
        else if (Check(place, path, value) is { } mismatch)
        {
            Problems.Add(origin.Problem(mismatch));
        }
        else if (!IsSecondName(place, path, origin))
        {
            Settings[place.Path] = new(value, origin);
        }
    }

    /// <summary>Call once, after everything was taken.</summary>
    public void Finish()
    {
        foreach (var ((section, reason), (names, origin)) in _idle)
        {
            Warnings.Add(origin.Problem($"[{section}] {string.Join(", ", names)}: accepted, but without effect here. {reason}"));
        }
    }

    private void TakeHeader(TomlHeader header, ConfigurationOrigin origin)
    {
        if (header.IsArray)
        {
            Problems.Add(origin.Problem($"[[{header.Path}]] is an array of tables, which no section is; write [{header.Path}]."));
        }
        else if (_finder.HeaderMistake(header.Path) is { } mistake)
        {
            Blame(mistake, origin);
        }
    }

    private void Blame(KeyMistake mistake, ConfigurationOrigin origin)
    {
        if (_blamed.Add((mistake.Culprit, origin.Source)))
        {
            Problems.Add(origin.Problem(mistake.Message));
        }
    }

    private static string? Check(KeyPlace place, KeyPath path, object value)
    {
        var problem = place.Key is null || place.IsInsideTable ? null : ValueCheck.Problem(place.Key, value);
        return problem is null ? null : $"{path} {problem}";
    }

    private void TakeTable(KeyPlace place, IReadOnlyDictionary<string, object> table, ConfigurationOrigin origin)
    {
        foreach (var below in Settings.Keys.Where(k => k.StartsWith(place.Path)).ToList())
        {
            Settings.Remove(below);
        }
        foreach (var (name, value) in table)
        {
            Settings[place.Path.Append(KeyPath.Parse(name))] = new(value, origin);
        }
    }

    private bool IsSecondName(KeyPlace place, KeyPath path, ConfigurationOrigin origin)
    {
        if (origin.Kind != ConfigurationOriginKind.File || !Settings.TryGetValue(place.Path, out var earlier))
        {
            return false;
        }
        Problems.Add(origin.Problem($"{path} and line {earlier.Origin.Line} are two names of {place.Path}; keep one of the two."));
        return true;
    }

    private void Notice(KeyPlace place, KeyPath path, ConfigurationOrigin origin)
    {
        if (place.Key is null)
        {
            NoticeStranger(place, origin);
            return;
        }
        if (!path.Equals(place.Path))
        {
            Warnings.Add(origin.Problem($"{path} is another name of {place.Section}.{place.Key.Name}; write that instead."));
        }
        if (place.Key.WithoutEffect is { } reason)
        {
            var group = (place.Section.ToString(), reason);
            if (!_idle.TryGetValue(group, out var idle))
            {
                _idle[group] = idle = ([], origin);
            }
            idle.Names.Add(path[place.Section.Count]);
        }
    }

    private void NoticeStranger(KeyPlace place, ConfigurationOrigin origin)
    {
        if (!_strangers.Add(place.Section))
        {
            return;
        }
        var guess = _finder.SimilarSection(place.Section) is { } near ? $" Did you mean [{place.Section[0]}.{near}]?" : "";
        Warnings.Add(origin.Problem($"[{place.Section}] belongs to no executor known here, so its keys are not checked.{guess}"));
    }
}
