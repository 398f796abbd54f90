namespace Covalent.Core.Configuration;

/// <summary>The user's folders, by our own variables first, then by the XDG ones, then by the custom of the operating system.</summary>
internal sealed class ConfigurationFolders(ConfigurationSources sources)
{
    private const string Product = "covalent";

    public string Home => OperatingSystem.IsWindows()
        ? Known(Environment.SpecialFolder.UserProfile)
        : sources.Variable("HOME") ?? Known(Environment.SpecialFolder.UserProfile);

    public string Configuration => Own("COVALENT_CONFIG_DIR", "XDG_CONFIG_HOME", Environment.SpecialFolder.ApplicationData, ".config");

    public string Data => Own("COVALENT_DATA_DIR", "XDG_DATA_HOME", Environment.SpecialFolder.LocalApplicationData, Path.Combine(".local", "share"));

    public string Cache => Own("COVALENT_CACHE_DIR", "XDG_CACHE_HOME", Environment.SpecialFolder.InternetCache, ".cache");

    /// <summary>Expands a leading <c>~</c>.</summary>
    public string Expand(string path) => path switch
    {
        "~" => Home,
        ['~', '/' or '\\', ..] => Path.Combine(Home, path[2..]),
        _ => path,
    };

    private string Own(string variable, string xdg, Environment.SpecialFolder custom, string below)
    {
        if (sources.Variable(variable) is { } own)
        {
            return Path.GetFullPath(Expand(own));
        }
        // The XDG specification tells readers to ignore relative values.
        if (sources.Variable(xdg) is { } folder && Path.IsPathRooted(folder))
        {
            return Path.Combine(folder, Product);
        }
        return Path.Combine(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? Known(custom) : Path.Combine(Home, below), Product);
    }

    private static string Known(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path
        ? path
        : throw new ConfigurationException(new ConfigurationProblem(null, 0, 0, "This account has no home folder; set COVALENT_CONFIG_DIR, COVALENT_DATA_DIR and COVALENT_CACHE_DIR."));
}
