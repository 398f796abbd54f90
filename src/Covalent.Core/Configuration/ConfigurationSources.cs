using System.Collections;
using Covalent.Core.Configuration;

namespace Covalent;

/// <summary>Where a configuration is read from. The defaults are what a program wants; tests and tools set their own.</summary>
public sealed record ConfigurationSources
{
    /// <summary>The environment. Default: the variables of this process at the moment of construction.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = ProcessVariables();

    /// <summary>The file. Default: <see langword="null"/>, <c>covalent.conf</c> in <c>COVALENT_CONFIG_DIR</c>, else in <c>covalent</c> below
    /// <c>XDG_CONFIG_HOME</c>, else in <c>covalent</c> below the user's configuration folder. It need not exist.</summary>
    public string? File { get; init; }

    /// <summary>The known sections. Default: <see cref="ConfigurationSchema.BuiltIn"/>.</summary>
    public ConfigurationSchema Schema { get; init; } = ConfigurationSchema.BuiltIn;

    /// <summary>How long a change waits for another process that is changing the file. Default: 30 seconds.
    /// When it is over nothing has been written and the call may be repeated.</summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Measures <see cref="LockPatience"/>. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal string? Variable(string name) => EnvironmentVariables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private static Dictionary<string, string> ProcessVariables()
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }
        return variables;
    }
}
