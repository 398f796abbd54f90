namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationChangeTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("", "sdk.log_level", "debug", "[sdk]\nlog_level = \"debug\"\n")]
    [InlineData("# mine\n[sdk]\nlog_level = 'info'   # why\n# end\n", "sdk.log_level", "debug", "# mine\n[sdk]\nlog_level = \"debug\"   # why\n# end\n")]
    [InlineData("[sdk]\n\n[dispatcher]\nport = 1\n", "sdk.log_level", "debug", "[sdk]\nlog_level = \"debug\"\n\n[dispatcher]\nport = 1\n")]
    [InlineData("[sdk]\nlog_dir = \"x\" # c\n\n# about the dispatcher\n[dispatcher]\n", "sdk.log_level", "debug", "[sdk]\nlog_dir = \"x\" # c\nlog_level = \"debug\"\n\n# about the dispatcher\n[dispatcher]\n")]
    [InlineData("[sdk]\n  log_dir = \"x\"", "sdk.log_level", "debug", "[sdk]\n  log_dir = \"x\"\n  log_level = \"debug\"\n")]
    [InlineData("[dispatcher]\nport = 1", "sdk.log_level", "debug", "[dispatcher]\nport = 1\n\n[sdk]\nlog_level = \"debug\"\n")]
    [InlineData("[sdk]\r\nlog_dir = \"x\"\r\n", "sdk.log_level", "debug", "[sdk]\r\nlog_dir = \"x\"\r\nlog_level = \"debug\"\r\n")]
    [InlineData("[executors.slurm]\noptions = { nodes = 1 }\n", "executors.slurm.options.qos", "x", "[executors.slurm]\noptions = { nodes = 1, qos = \"x\" }\n")]
    [InlineData("[executors.slurm]\noptions = {}\n", "executors.slurm.options.qos", "x", "[executors.slurm]\noptions = { qos = \"x\" }\n")]
    [InlineData("[executors.slurm]\noptions = {\n  nodes = 1, # one\n}\n", "executors.slurm.options.qos", "x", "[executors.slurm]\noptions = {\n  nodes = 1, qos = \"x\" # one\n}\n")]
    [InlineData("[executors.slurm]\noptions = { nodes = 1 }\n", "executors.slurm.options.nodes", 2, "[executors.slurm]\noptions = { nodes = 2 }\n")]
    [InlineData("[executors.slurm]\noptions.nodes = 1 # n\naddress = \"a\"\n", "executors.slurm.options.qos", "x", "[executors.slurm]\noptions.nodes = 1 # n\noptions.qos = \"x\"\naddress = \"a\"\n")]
    [InlineData("[executors]\nslurm.address = \"a\"\n", "executors.slurm.username", "u", "[executors]\nslurm.address = \"a\"\nslurm.username = \"u\"\n")]
    [InlineData("executors.slurm.address = \"a\"\n", "executors.slurm.username", "u", "executors.slurm.address = \"a\"\nexecutors.slurm.username = \"u\"\n")]
    [InlineData("[executors.slurm.options]\nnodes = 1\n", "executors.slurm.address", "a", "[executors.slurm.options]\nnodes = 1\n\n[executors.slurm]\naddress = \"a\"\n")]
    [InlineData("executors = { slurm = { address = \"a\" } }\n", "executors.slurm.username", "u", "executors = { slurm = { address = \"a\", username = \"u\" } }\n")]
    [InlineData("[executors.ssh]\nremote_dir = \"a\"\n", "executors.ssh.remote_cache", "b", "[executors.ssh]\nremote_dir = \"b\"\n")]
    [InlineData("[executors.slurm]\nprerun_commands = [\n  \"a\", # first\n  \"b\",\n] # list\n", "executors.slurm.prerun_commands", "c", "[executors.slurm]\nprerun_commands = [\"c\"] # list\n")]
    [InlineData("", "executors.slurm.options.\"odd.name\"", "x", "[executors.slurm.options]\n\"odd.name\" = \"x\"\n")]
    [InlineData("", "executors.mine.size", "3", "[executors.mine]\nsize = 3\n")]
    [InlineData("", "dispatcher.port", "48009", "[dispatcher]\nport = 48009\n")]
    [InlineData("", "dispatcher.retention", "30d", "[dispatcher]\nretention = \"30d\"\n")]
    [InlineData("", "sdk.enable_logging", "off", "[sdk]\nenable_logging = false\n")]
    [InlineData("", "executors.ssh.username", "tab\t\"q\" \\ \u0001 😀", "[executors.ssh]\nusername = \"tab\\t\\\"q\\\" \\\\ \\u0001 😀\"\n")]
    public async Task Set_OfOneKey_ChangesNothingElse(string before, string key, object value, string after)
    {
        _fixture.Write(before);

        var configuration = await _fixture.Load().SetAsync(key, value);

        Assert.Equal(after, _fixture.Read());
        Assert.True(configuration.IsSet(key));
    }

    [Theory]
    [InlineData("# mine\n[sdk]\nlog_level = 'info'   # why\n# end\n", "sdk.log_level", "# mine\n[sdk]\n# end\n")]
    [InlineData("[sdk]\nlog_level = 'info'", "sdk.log_level", "[sdk]\n")]
    [InlineData("sdk.log_level = 'info'\n", "sdk.log_level", "")]
    [InlineData("[executors.slurm]\noptions = { nodes = 1, qos = \"x\", n = 2 }\n", "executors.slurm.options.nodes", "[executors.slurm]\noptions = { qos = \"x\", n = 2 }\n")]
    [InlineData("[executors.slurm]\noptions = { nodes = 1, qos = \"x\", n = 2 }\n", "executors.slurm.options.n", "[executors.slurm]\noptions = { nodes = 1, qos = \"x\" }\n")]
    [InlineData("[executors.slurm]\noptions = { nodes = 1 }\n", "executors.slurm.options.nodes", "[executors.slurm]\noptions = {  }\n")]
    [InlineData("[executors.ssh]\nremote_dir = \"a\"\n", "executors.ssh.remote_cache", "[executors.ssh]\n")]
    [InlineData("[sdk]\n", "sdk.log_level", "[sdk]\n")]
    public async Task Remove_OfOneKey_ChangesNothingElse(string before, string key, string after)
    {
        _fixture.Write(before);

        var configuration = await _fixture.Load().RemoveAsync(key);

        Assert.Equal(after, _fixture.Read());
        Assert.False(configuration.IsSet(key));
    }

    [Theory]
    [InlineData("sdk.log_levl", "debug", "sdk.log_levl is not a known key; did you mean log_level?")]
    [InlineData("dispatcher.port", "many", "dispatcher.port is text (\"many\"); write a whole number, such as 48008.")]
    [InlineData("dispatcher.port", 0, "dispatcher.port is 0; write a number from 1 to 65535.")]
    [InlineData("executors.slurm.options", "x", "executors.slurm.options is a table; set one of its keys, such as executors.slurm.options.NAME.")]
    [InlineData("executors.slurm", "x", "executors.slurm is a section, not a key; write [executors.slurm] and its keys below.")]
    public async Task Set_OfAWrongKeyOrValue_IsRefusedAndCreatesNoFile(string key, object value, string message)
    {
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => _fixture.Load().SetAsync(key, value));

        Assert.Equal(message, thrown.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Home));
    }

    [Fact]
    public async Task Set_OfTimesAndLists_WritesThemAsTheFileDoes()
    {
        await _fixture.Load().SetAsync("executors.local.time_limit", TimeSpan.FromMinutes(5));
        await _fixture.Load().SetAsync("executors.ssh.time_limit", Timeout.InfiniteTimeSpan);
        await _fixture.Load().SetAsync("executors.slurm.poll_freq", TimeSpan.FromSeconds(2.5));
        await _fixture.Load().SetAsync("executors.slurm.prerun_commands", new[] { "a", "b" });

        Assert.Equal("[executors.local]\ntime_limit = 300\n\n[executors.ssh]\ntime_limit = -1\n\n[executors.slurm]\npoll_freq = 2.5\nprerun_commands = [\"a\", \"b\"]\n", _fixture.Read());
    }

    [Fact]
    public async Task Set_OfAnObjectThatTomlCannotWrite_ThrowsArgumentException() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _fixture.Load().SetAsync("sdk.log_level", new object()));

    [Fact]
    public async Task Set_WhereTheEnvironmentSetsTheKey_WritesTheFileAndTheEnvironmentStillWins()
    {
        _fixture.Variables["COVALENT_SDK__LOG_LEVEL"] = "error";

        var configuration = await _fixture.Load().SetAsync("sdk.log_level", "debug");

        Assert.Equal("error", configuration.GetText("sdk.log_level"));
        Assert.Equal("[sdk]\nlog_level = \"debug\"\n", _fixture.Read());
    }

    [Fact]
    public async Task Set_InAFileThatBecameInvalid_IsRefusedAndLeavesIt()
    {
        var configuration = _fixture.Load();
        _fixture.Write("[sdk\n");

        await Assert.ThrowsAsync<ConfigurationException>(() => configuration.SetAsync("sdk.log_level", "debug"));

        Assert.Equal("[sdk\n", _fixture.Read());
    }

    [Fact]
    public async Task Set_InAFileThatIsASymbolicLink_ChangesItsTargetAndKeepsTheLink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var target = Path.Combine(_fixture.Home, "dotfiles.toml");
        File.WriteAllText(target, "[sdk]\nlog_level = \"info\"\n");
        Directory.CreateDirectory(Path.GetDirectoryName(_fixture.File)!);
        File.CreateSymbolicLink(_fixture.File, target);

        await _fixture.Load().SetAsync("sdk.log_level", "debug");

        Assert.Equal(target, File.ResolveLinkTarget(_fixture.File, returnFinalTarget: true)?.FullName);
        Assert.Equal("[sdk]\nlog_level = \"debug\"\n", File.ReadAllText(target));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public async Task Set_InAnExistingFile_KeepsItsPermissions(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions of Unix.");
        _fixture.Write("");
        SetMode(mode);

        await _fixture.Load().SetAsync("sdk.log_level", "debug");

        Assert.Equal(mode, GetMode());
    }

    [Fact]
    public async Task Set_InANewFile_MakesItTheUsersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions of Unix.");

        await _fixture.Load().SetAsync("sdk.log_level", "debug");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, GetMode());
    }

    [Fact]
    public async Task Set_AfterAWriterWasKilledHalfWay_OverwritesWhatItLeft()
    {
        _fixture.Write("[sdk]\nlog_level = \"info\"\n");
        File.WriteAllText(_fixture.File + ".new", "[sdk]\nlog_le");

        await _fixture.Load().SetAsync("sdk.log_level", "debug");

        Assert.Equal("[sdk]\nlog_level = \"debug\"\n", _fixture.Read());
        Assert.False(File.Exists(_fixture.File + ".new"));
    }

    private void SetMode(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_fixture.File, mode);
        }
    }

    private UnixFileMode GetMode() => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_fixture.File);
}
