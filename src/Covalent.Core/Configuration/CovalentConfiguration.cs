using Covalent.Core.Configuration;

namespace Covalent;

/// <summary>What the file <c>covalent.conf</c>, the environment and the defaults say together, at the moment of reading.
/// Immutable and safe to share; reading never writes. Later sources win: defaults, file, environment.</summary>
public sealed class CovalentConfiguration
{
    private readonly ConfigurationSources _sources;
    private readonly EffectiveSettings _settings;

    private CovalentConfiguration(ConfigurationSources sources, string file, EffectiveSettings settings, IReadOnlyList<ConfigurationProblem> warnings)
    {
        _sources = sources;
        _settings = settings;
        File = file;
        Warnings = warnings;
    }

    /// <summary>The file read, or the one a change would create. The default name may be a symbolic link; the link stays.</summary>
    public string File { get; }

    /// <summary>Things accepted that deserve a look: other names of keys, keys without effect, sections of executors unknown here.</summary>
    public IReadOnlyList<ConfigurationProblem> Warnings { get; }

    /// <summary>The known sections.</summary>
    public ConfigurationSchema Schema => _sources.Schema;

    /// <summary>Folder of the database and the payloads: <c>dispatcher.data_dir</c>, absolute. It need not exist.</summary>
    public string DataFolder => Path.GetFullPath(GetPath("dispatcher.data_dir")!);

    /// <summary>Reads the configuration. A missing file is an empty one.</summary>
    /// <param name="sources">Where to read; <see langword="null"/> means the usual places.</param>
    /// <exception cref="ConfigurationException">Something in the file or the environment is wrong; all of it is named.</exception>
    public static CovalentConfiguration Load(ConfigurationSources? sources = null)
    {
        sources ??= new();
        var file = Path.GetFullPath(sources.File ?? Path.Combine(new ConfigurationFolders(sources).Configuration, "covalent.conf"));
        var reader = new SettingsReader(sources.Schema);
        if (ConfigurationFile.Read(file) is { } text)
        {
            reader.TakeFile(TomlSource.Parse(text, file));
        }
        new EnvironmentOverrides(sources, reader).Take();
        reader.Finish();
        return reader.Problems.Count > 0
            ? throw new ConfigurationException(reader.Problems)
            : new(sources, file, new(sources, reader.Settings), reader.Warnings);
    }

    /// <summary>Reads the same sources again with one more section known, checking what the user wrote there.</summary>
    /// <param name="section">The keys of an executor found in a package or plug-in folder.</param>
    /// <exception cref="ConfigurationException">The section holds unknown keys or wrong values.</exception>
    public CovalentConfiguration With(ConfigurationSectionSchema section) => Load(_sources with { Schema = Schema.With(section) });

    /// <summary>The values of one section.</summary>
    /// <param name="path">Dotted path, such as <c>executors.slurm</c>.</param>
    /// <exception cref="ArgumentException">The section is unknown and cannot be that of an executor.</exception>
    public ConfigurationSection Section(string path)
    {
        var location = KeyPath.Parse(path);
        return Schema.Find(location) is null && !(location.Count == 2 && ConfigurationSchema.IsFamily(location[0]))
            ? throw new ArgumentException($"[{path}] is not a known section; there are {string.Join(", ", Schema.Sections.Select(s => s.Path))}.", nameof(path))
            : new(_settings, location);
    }

    /// <summary>Whether the file or the environment sets the key, or a key of the table it names.</summary>
    /// <param name="key">Dotted key, such as <c>sdk.log_level</c>.</param>
    public bool IsSet(string key) => _settings.IsSet(KeyPath.Parse(key));

    /// <summary>The text of a key; <see langword="null"/> if it has neither value nor default.</summary>
    /// <param name="key">Dotted key, such as <c>sdk.log_level</c>.</param>
    /// <exception cref="ArgumentException">The key is unknown or of another kind.</exception>
    public string? GetText(string key) => _settings.Text(KeyPath.Parse(key));

    /// <summary>The file or folder of a key with <c>~</c> expanded; <see langword="null"/> if it has neither value nor default.</summary>
    /// <inheritdoc cref="GetText"/>
    public string? GetPath(string key) => _settings.Path(KeyPath.Parse(key));

    /// <summary>The whole number of a key; <see langword="null"/> if it has neither value nor default.</summary>
    /// <inheritdoc cref="GetText"/>
    public long? GetInteger(string key) => _settings.Integer(KeyPath.Parse(key));

    /// <summary>The number of a key, in the key's unit; <see langword="null"/> if it has neither value nor default.</summary>
    /// <inheritdoc cref="GetText"/>
    public double? GetNumber(string key) => _settings.Number(KeyPath.Parse(key));

    /// <summary>The truth value of a key; <see langword="null"/> if it has neither value nor default.</summary>
    /// <inheritdoc cref="GetText"/>
    public bool? GetBoolean(string key) => _settings.Boolean(KeyPath.Parse(key));

    /// <summary>The time of a key; <see langword="null"/> if it has neither value nor default, or a negative one, which means none.</summary>
    /// <inheritdoc cref="GetText"/>
    public TimeSpan? GetDuration(string key) => _settings.Duration(KeyPath.Parse(key));

    /// <summary>The list of a key; empty if it has neither value nor default.</summary>
    /// <inheritdoc cref="GetText"/>
    public IReadOnlyList<string> GetTexts(string key) => _settings.Texts(KeyPath.Parse(key));

    /// <summary>The table of a key, in the order of the file, over its defaults. Values are <see cref="string"/>, <see cref="long"/>,
    /// <see cref="double"/>, <see cref="bool"/>, lists and tables of these.</summary>
    /// <inheritdoc cref="GetText"/>
    public IReadOnlyDictionary<string, object> GetTable(string key) => _settings.Table(KeyPath.Parse(key));

    /// <summary>Every value with its origin, ready to be shown. Secrets are hidden.</summary>
    public IReadOnlyList<ConfigurationEntry> Describe() => ConfigurationListing.Entries(_settings);

    /// <summary>The effective configuration as TOML with each value's origin beside it. Secrets are hidden, so this is for eyes, not for files.</summary>
    /// <param name="includeDefaults">Whether to show also what nobody set.</param>
    public string ToToml(bool includeDefaults = false) => ConfigurationListing.Toml(Describe(), includeDefaults);

    /// <summary>Sets one key in the file, under an operating system lock, replacing the file in one step. Comments and everything else
    /// stay as they are; other processes changing other keys at the same time lose nothing.</summary>
    /// <param name="key">Dotted key, such as <c>executors.slurm.address</c> or <c>executors.slurm.options.nodes</c>.</param>
    /// <param name="value">Text, number, <see cref="bool"/>, <see cref="TimeSpan"/> or a list of texts. Text is read as the key's kind, so that
    /// <c>"48009"</c> sets a port.</param>
    /// <param name="cancellationToken">Gives up waiting for the lock; nothing is written then.</param>
    /// <returns>The configuration as it is now. Where the environment sets the key, the environment still wins.</returns>
    /// <exception cref="ConfigurationException">The key is unknown, the value does not fit, or the file cannot be read or written.</exception>
    public async Task<CovalentConfiguration> SetAsync(string key, object value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        var change = ConfigurationChange.Set(Schema, KeyPath.Parse(key), value);
        await new ConfigurationWriter(_sources, File).ApplyAsync(change, cancellationToken).ConfigureAwait(false);
        return Load(_sources);
    }

    /// <summary>Takes one key out of the file, so that its default or the environment holds again. Works like <see cref="SetAsync"/>.</summary>
    /// <param name="key">Dotted key, such as <c>executors.slurm.address</c>.</param>
    /// <param name="cancellationToken">Gives up waiting for the lock; nothing is written then.</param>
    /// <returns>The configuration as it is now.</returns>
    /// <exception cref="ConfigurationException">The key is unknown, or the file cannot be read or written.</exception>
    public async Task<CovalentConfiguration> RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        var change = ConfigurationChange.Remove(Schema, KeyPath.Parse(key));
        await new ConfigurationWriter(_sources, File).ApplyAsync(change, cancellationToken).ConfigureAwait(false);
        return Load(_sources);
    }
}
