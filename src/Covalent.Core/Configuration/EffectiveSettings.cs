using System.Globalization;

namespace Covalent.Core.Configuration;

/// <summary>What was set, over the defaults of the schema.</summary>
internal sealed class EffectiveSettings(ConfigurationSources sources, OrderedDictionary<KeyPath, Setting> settings)
{
    private readonly KeyFinder _finder = new(sources.Schema);
    private readonly ConfigurationFolders _folders = new(sources);

    public ConfigurationSchema Schema => sources.Schema;

    public IEnumerable<KeyValuePair<KeyPath, Setting>> All => settings;

    public bool IsSet(KeyPath path)
    {
        var place = Place(path);
        return settings.Keys.Any(k => k.StartsWith(place.Path));
    }

    public string? Text(KeyPath path) => Value(path, ConfigurationValueKind.Text) as string;

    public string? Path(KeyPath path) => Value(path, ConfigurationValueKind.Path) is string text ? Expand(text) : null;

    public long? Integer(KeyPath path) => (long?)Value(path, ConfigurationValueKind.Integer);

    public double? Number(KeyPath path) => Value(path, ConfigurationValueKind.Number) is { } number and (long or double) ? Convert.ToDouble(number, CultureInfo.InvariantCulture) : null;

    public bool? Boolean(KeyPath path) => Value(path, ConfigurationValueKind.Boolean) is { } truth ? ValueCheck.Truth(truth) : null;

    public TimeSpan? Duration(KeyPath path) => Value(path, ConfigurationValueKind.Duration) is { } value ? ConfigurationDuration.Read(value) : null;

    public IReadOnlyList<string> Texts(KeyPath path) => Value(path, ConfigurationValueKind.TextList) is IReadOnlyList<object> list ? [.. list.Cast<string>()] : [];

    public IReadOnlyDictionary<string, object> Table(KeyPath path)
    {
        var place = Place(path, ConfigurationValueKind.Table);
        var table = new OrderedDictionary<string, object>();
        if (place is { IsInsideTable: false, Key.Default: IReadOnlyDictionary<string, object> defaults })
        {
            foreach (var (name, value) in defaults)
            {
                table[name] = value;
            }
        }
        foreach (var (below, setting) in settings.Where(s => s.Key.Count > place.Path.Count && s.Key.StartsWith(place.Path)))
        {
            Put(table, below.Skip(place.Path.Count), setting.Value);
        }
        return table;
    }

    /// <summary>What a function makes of a value that was set; <see langword="null"/> when nothing was.</summary>
    public T? Read<T>(KeyPath path, Func<object, (T? Value, string? Problem)> read)
        where T : class
    {
        var place = Place(path);
        if (!settings.TryGetValue(place.Path, out var setting))
        {
            return null;
        }
        var (value, problem) = read(setting.Value);
        return problem is null ? value : throw new ConfigurationException(setting.Origin.Problem($"{place.Path} {problem}"));
    }

    /// <summary>Expands the home folder, and the folders that defaults are written with.</summary>
    public string Expand(string path)
    {
        if (path.StartsWith("{data}", StringComparison.Ordinal))
        {
            var own = settings.TryGetValue(KeyPath.Of("dispatcher", "data_dir"), out var set) ? (string)set.Value : null;
            return (own is null ? _folders.Data : _folders.Expand(own)) + path["{data}".Length..];
        }
        return path.StartsWith("{cache}", StringComparison.Ordinal) ? _folders.Cache + path["{cache}".Length..]
            : path.StartsWith("{config}", StringComparison.Ordinal) ? _folders.Configuration + path["{config}".Length..]
            : _folders.Expand(path);
    }

    private object? Value(KeyPath path, ConfigurationValueKind kind)
    {
        var place = Place(path, kind);
        if (!settings.TryGetValue(place.Path, out var setting))
        {
            return place.IsInsideTable ? null : place.Key?.Default;
        }
        // Keys of known sections were checked while reading; the others are checked by what their reader wants.
        return Unchecked(place) && ValueCheck.Problem(new(place.Path.Last, kind, "Read without a schema.") { IsSecret = place.IsSecret }, setting.Value) is { } problem
            ? throw new ConfigurationException(setting.Origin.Problem($"{place.Path} {problem}"))
            : setting.Value;
    }

    private static bool Unchecked(KeyPlace place) => place.Key is null or { Kind: ConfigurationValueKind.Any } || place.IsInsideTable;

    private KeyPlace Place(KeyPath path, ConfigurationValueKind? kind = null)
    {
        var (place, mistake) = _finder.Find(path);
        if (place is null)
        {
            throw new ArgumentException(mistake!.Message, nameof(path));
        }
        return kind is null || place.Key is null || place.IsInsideTable || place.Key.Kind == kind || place.Key.Kind == ConfigurationValueKind.Any || (kind, place.Key.Kind) is (ConfigurationValueKind.Text, ConfigurationValueKind.Path)
            ? place
            : throw new ArgumentException($"{path} is read as {kind}, but the schema declares {place.Key.Kind}; use the matching Get method.", nameof(path));
    }

    private static void Put(OrderedDictionary<string, object> table, KeyPath path, object value)
    {
        for (; path.Count > 1; path = path.Skip(1))
        {
            if (!table.TryGetValue(path[0], out var inner) || inner is not OrderedDictionary<string, object>)
            {
                table[path[0]] = inner = new OrderedDictionary<string, object>();
            }
            table = (OrderedDictionary<string, object>)inner;
        }
        table[path[0]] = value;
    }
}
