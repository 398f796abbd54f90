using Covalent.Core.Configuration;

namespace Covalent;

/// <summary>The effective values of one section, read by the names of its keys.</summary>
public sealed class ConfigurationSection
{
    private readonly EffectiveSettings _settings;
    private readonly KeyPath _location;

    internal ConfigurationSection(EffectiveSettings settings, KeyPath location)
    {
        _settings = settings;
        _location = location;
    }

    /// <summary>Dotted path, such as <c>executors.slurm</c>.</summary>
    public string Path => _location.ToString();

    /// <inheritdoc cref="CovalentConfiguration.IsSet"/>
    public bool IsSet(string key) => _settings.IsSet(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetText"/>
    public string? GetText(string key) => _settings.Text(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetPath"/>
    public string? GetPath(string key) => _settings.Path(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetInteger"/>
    public long? GetInteger(string key) => _settings.Integer(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetNumber"/>
    public double? GetNumber(string key) => _settings.Number(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetBoolean"/>
    public bool? GetBoolean(string key) => _settings.Boolean(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetDuration"/>
    public TimeSpan? GetDuration(string key) => _settings.Duration(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetTexts"/>
    public IReadOnlyList<string> GetTexts(string key) => _settings.Texts(At(key));

    /// <inheritdoc cref="CovalentConfiguration.GetTable"/>
    public IReadOnlyDictionary<string, object> GetTable(string key) => _settings.Table(At(key));

    /// <summary>The value of a key that no kind describes, read by a function that answers with the rest of a sentence when it does not like the value.</summary>
    /// <exception cref="ConfigurationException">The function did not like the value; the message names key, file and line.</exception>
    internal T? Read<T>(string key, Func<object, (T? Value, string? Problem)> read)
        where T : class => _settings.Read(At(key), read);

    private KeyPath At(string key) => _location.Append(KeyPath.Parse(key));
}
