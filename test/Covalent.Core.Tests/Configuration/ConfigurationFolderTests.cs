namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationFolderTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void File_WithoutVariables_LiesInTheUsersConfigurationFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The custom of Linux.");

        Assert.Equal(Path.Combine(_fixture.Home, ".config/covalent/covalent.conf"), _fixture.Load().File);
        Assert.Equal(Path.Combine(_fixture.Home, ".local/share/covalent"), _fixture.Load().DataFolder);
    }

    [Fact]
    public void File_WithXdgFolders_LiesBelowThem()
    {
        _fixture.Variables["XDG_CONFIG_HOME"] = Path.Combine(_fixture.Home, "c");
        _fixture.Variables["XDG_DATA_HOME"] = Path.Combine(_fixture.Home, "d");
        _fixture.Variables["XDG_CACHE_HOME"] = Path.Combine(_fixture.Home, "k");

        var configuration = CovalentConfiguration.Load(_fixture.Sources with { File = null });

        Assert.Equal(Path.Combine(_fixture.Home, "c", "covalent", "covalent.conf"), configuration.File);
        Assert.Equal(Path.Combine(_fixture.Home, "d", "covalent"), configuration.DataFolder);
        Assert.Equal(Path.Combine(_fixture.Home, "k", "covalent") + "/logs", configuration.GetPath("sdk.log_dir"));
    }

    [Fact]
    public void File_WithOurOwnVariables_LiesDirectlyInThem()
    {
        _fixture.Variables["XDG_CONFIG_HOME"] = Path.Combine(_fixture.Home, "c");
        _fixture.Variables["COVALENT_CONFIG_DIR"] = "~/own";
        _fixture.Variables["COVALENT_DATA_DIR"] = Path.Combine(_fixture.Home, "data");

        var configuration = CovalentConfiguration.Load(_fixture.Sources with { File = null });

        Assert.Equal(Path.Combine(_fixture.Home, "own", "covalent.conf"), configuration.File);
        Assert.Equal(Path.Combine(_fixture.Home, "data"), configuration.DataFolder);
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative/folder")]
    public void File_WithAnEmptyOrRelativeXdgFolder_IgnoresIt(string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The custom of Linux.");
        _fixture.Variables["XDG_CONFIG_HOME"] = folder;

        Assert.Equal(Path.Combine(_fixture.Home, ".config/covalent/covalent.conf"), _fixture.Load().File);
    }
}
