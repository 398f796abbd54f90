namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationListingTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void ToToml_WithoutDefaults_ShowsWhatWasSetAndWhere()
    {
        _fixture.Write("[dispatcher]\nport = 48009\n\n[executors.slurm]\noptions = { nodes = 1 }\n[executors.mine]\nsize = 3\n");
        _fixture.Variables["COVALENT_SDK__LOG_LEVEL"] = "debug";

        Assert.Equal(
            """
            [sdk]
            log_level = "debug"  # environment COVALENT_SDK__LOG_LEVEL

            [dispatcher]
            port = 48009  # covalent.conf:2

            [executors.slurm]
            options.nodes = 1  # covalent.conf:5

            [executors.mine]
            size = 3  # covalent.conf:7

            """.ReplaceLineEndings("\n"),
            _fixture.Load().ToToml().Replace(_fixture.File, "covalent.conf", StringComparison.Ordinal));
    }

    [Fact]
    public void ToToml_WithDefaults_ShowsEveryKeyAndReadsBackAsAConfiguration()
    {
        var toml = _fixture.Load().ToToml(includeDefaults: true);

        Assert.Contains("synchronous = \"normal\"  # default\n", toml, StringComparison.Ordinal);
        Assert.Contains("# username is not set\n", toml, StringComparison.Ordinal);
        Assert.Contains($"data_dir = \"{_fixture.Home}/.local/share/covalent\"  # default\n", toml, StringComparison.Ordinal);
        Assert.All(ConfigurationSchema.BuiltIn.Sections, s => Assert.Contains($"[{s.Path}]\n", toml, StringComparison.Ordinal));
        var again = _fixture.Write(toml).Load();
        Assert.Empty(again.Warnings);
        Assert.Equal("normal", again.GetText("dispatcher.synchronous"));
    }

    [Fact]
    public void Describe_OfEveryKnownKey_ExplainsIt()
    {
        var entries = _fixture.Load().Describe();

        Assert.All(entries, e => Assert.False(string.IsNullOrWhiteSpace(e.Description)));
        Assert.Equal("Memory of a job. In GB.", entries.Single(e => e is { Section: "executors.awsbatch", Name: "memory" }).Description);
        Assert.Equal("Pause between two looks at the queue. In seconds.", entries.Single(e => e is { Section: "executors.slurm", Name: "poll_freq" }).Description);
    }

    [Fact]
    public void Describe_OfSecrets_HidesThemWherever()
    {
        _fixture.Write("""
            [sdk]
            extra_headers = { cookie = "hunter2" }
            [dispatcher]
            database_url = "postgres://me:hunter2@host/db"
            [executors.azurebatch]
            client_secret = "hunter2"
            [executors.slurm.variables]
            MY_API_TOKEN = "hunter2"
            DATABASE = "postgres://me:hunter2@host/db"
            [executors.mine]
            db_password = "hunter2"
            connection = "Host=x;Password=hunter2"
            [executors.mine.nested]
            passphrase = "hunter2"
            """);
        _fixture.Variables["COVALENT_QELECTRON__IBMQEXECUTOR__IBMQX_TOKEN"] = "hunter2";

        var configuration = _fixture.Load();

        Assert.DoesNotContain("hunter2", configuration.ToToml(includeDefaults: true), StringComparison.Ordinal);
        Assert.Equal(9, configuration.Describe().Count(e => e.Value == "\"***\""));
        Assert.Equal("hunter2", configuration.GetText("executors.azurebatch.client_secret"));
    }
}
