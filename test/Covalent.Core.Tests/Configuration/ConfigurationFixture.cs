namespace Covalent.Core.Tests.Configuration;

/// <summary>A home folder of its own for one test, gone afterwards.</summary>
public sealed class ConfigurationFixture : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("covalent-config-");

    public string Home => _home.FullName;

    public string File => Path.Combine(Home, ".config", "covalent", "covalent.conf");

    public Dictionary<string, string> Variables { get; } = [];

    public ConfigurationSources Sources => new() { EnvironmentVariables = new Dictionary<string, string>(Variables) { ["HOME"] = Home }, File = OperatingSystem.IsWindows() ? File : null };

    public ConfigurationFixture Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllBytes(File, System.Text.Encoding.UTF8.GetBytes(text));
        return this;
    }

    public string Read() => System.IO.File.ReadAllText(File);

    public CovalentConfiguration Load() => CovalentConfiguration.Load(Sources);

    public IReadOnlyList<string> Problems() => Shorten(Assert.Throws<ConfigurationException>(Load).Problems);

    public IReadOnlyList<string> Warnings() => Shorten(Load().Warnings);

    public void Dispose() => _home.Delete(recursive: true);

    private IReadOnlyList<string> Shorten(IReadOnlyList<ConfigurationProblem> problems) => [.. problems.Select(p => p.ToString().Replace(File, "covalent.conf", StringComparison.Ordinal))];
}
