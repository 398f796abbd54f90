namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationEnvironmentTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("COVALENT_EXECUTORS__SLURM__ADDRESS", "login", "executors.slurm.address", "\"login\"")]
    [InlineData("COVALENT_SDK__LOG_LEVEL", "debug", "sdk.log_level", "\"debug\"")]
    [InlineData("COVALENT_DISPATCHER__PORT", "50000", "dispatcher.port", "50000")]
    [InlineData("COVALENT_DISPATCHER__RETENTION", "30d", "dispatcher.retention", "\"30d\"")]
    [InlineData("COVALENT_EXECUTORS__LOCAL__CREATE_UNIQUE_WORKDIR", "1", "executors.local.create_unique_workdir", "true")]
    [InlineData("COVALENT_EXECUTORS__AWSBATCH__MEMORY", "7.5", "executors.awsbatch.memory", "7.5")]
    [InlineData("COVALENT_EXECUTORS__SLURM__PRERUN_COMMANDS", "module load a, b", "executors.slurm.prerun_commands", "[\"module load a\", \"b\"]")]
    [InlineData("COVALENT_EXECUTORS__SLURM__PRERUN_COMMANDS", "[\"a, b\"]", "executors.slurm.prerun_commands", "[\"a, b\"]")]
    [InlineData("COVALENT_EXECUTORS__SLURM__OPTIONS__NODES", "2", "executors.slurm.options.nodes", "2")]
    [InlineData("COVALENT_EXECUTORS__SLURM__OPTIONS", "{ cpus-per-task = 3 }", "executors.slurm.options.cpus-per-task", "3")]
    [InlineData("COVALENT_QELECTRON__QISKITEXECUTOR__BACKEND", "ibm_x", "qelectron.QiskitExecutor.backend", "\"ibm_x\"")]
    [InlineData("COVALENT_QELECTRON__SIMULATOR__SHOTS", "[10, 20]", "qelectron.Simulator.shots", "[10, 20]")]
    [InlineData("COVALENT_EXECUTORS__MINE__SIZE", "3", "executors.mine.size", "3")]
    [InlineData("COVALENT_EXECUTORS__MINE__NAME", "plain words", "executors.mine.name", "\"plain words\"")]
    [InlineData("COVALENT_LOGLEVEL", "INFO", "sdk.log_level", "\"info\"")]
    [InlineData("LOGLEVEL", "Debug", "sdk.log_level", "\"debug\"")]
    [InlineData("COVALENT_DEBUG_MODE", "1", "sdk.log_level", "\"debug\"")]
    [InlineData("COVALENT_LOGDIR", "/l", "dispatcher.log_dir", "\"/l\"")]
    [InlineData("COVALENT_RESULTS_DIR", "/r", "sdk.results_dir", "\"/r\"")]
    [InlineData("COVALENT_DATABASE", "/d/x.db", "dispatcher.db_path", "\"/d/x.db\"")]
    [InlineData("COVALENT_SVC_PORT", "1234", "dispatcher.port", "1234")]
    [InlineData("COVALENT_DISPATCHER_ADDR", "host", "dispatcher.address", "\"host\"")]
    [InlineData("COVALENT_SERVER_IFACE_ANY", "yes", "dispatcher.listen_on_all", "true")]
    [InlineData("COVALENT_LOG_TO_FILE", "FALSE", "sdk.enable_logging", "false")]
    [InlineData("COVALENT_PLUGIN_LOAD", "false", "sdk.plugin_load", "false")]
    public void Load_WithAVariable_SetsItsKeyOverTheFile(string variable, string text, string key, string value)
    {
        _fixture.Write("[sdk]\nlog_level = \"error\"\n[dispatcher]\nport = 1\n[executors.slurm]\naddress = \"file\"\n");
        _fixture.Variables[variable] = text;

        var entry = _fixture.Load().Describe().Single(e => $"{e.Section}.{e.Name}" == key);

        Assert.Equal(value, entry.Value);
        Assert.Equal($"environment {variable}", entry.Origin.ToString());
    }

    [Fact]
    public void Load_WithSeveralVariablesForOneKey_TakesTheMostSpecific()
    {
        _fixture.Variables["COVALENT_DEBUG_MODE"] = "1";
        _fixture.Variables["LOGLEVEL"] = "info";
        Assert.Equal("info", _fixture.Load().GetText("sdk.log_level"));
        _fixture.Variables["COVALENT_LOGLEVEL"] = "error";
        Assert.Equal("error", _fixture.Load().GetText("sdk.log_level"));
        _fixture.Variables["COVALENT_SDK__LOG_LEVEL"] = "critical";
        Assert.Equal("critical", _fixture.Load().GetText("sdk.log_level"));
    }

    [Fact]
    public void Load_WithATableVariable_FindsTheFilesOwnSpellingOfItsKeys()
    {
        _fixture.Write("[executors.slurm.options]\nnodes = 1\ncpus-per-task = 8\n");
        _fixture.Variables["COVALENT_EXECUTORS__SLURM__OPTIONS__CPUS_PER_TASK"] = "16";

        Assert.Equal([new("nodes", 1L), new("cpus-per-task", 16L)], _fixture.Load().GetTable("executors.slurm.options"));
    }

    [Fact]
    public void Load_WithAnotherProgramsLogLevel_IgnoresIt()
    {
        _fixture.Variables["LOGLEVEL"] = "chatty";

        Assert.Equal("warning", _fixture.Load().GetText("sdk.log_level"));
    }

    [Fact]
    public void Load_WithExtraHeaders_ReadsTheirJson()
    {
        _fixture.Variables["COVALENT_EXTRA_HEADERS"] = """{"x-user": "me", "x-n": 1}""";

        Assert.Equal([new("x-user", "me"), new("x-n", "1")], _fixture.Load().GetTable("sdk.extra_headers"));
    }

    [Fact]
    public void Load_WithEmptyVariables_TakesTextsAsEmptyAndTheRestAsUnset()
    {
        _fixture.Variables["COVALENT_EXECUTORS__SLURM__BASHRC_PATH"] = "";
        _fixture.Variables["COVALENT_DISPATCHER__PORT"] = "";
        _fixture.Variables["COVALENT_SVC_PORT"] = "";

        Assert.Equal("", _fixture.Load().GetText("executors.slurm.bashrc_path"));
        Assert.Equal(48008, _fixture.Load().GetInteger("dispatcher.port"));
    }

    [Fact]
    public void Load_WithAVariableWithoutCounterpart_Warns()
    {
        _fixture.Variables["COVALENT_USE_OLD_DASK"] = "1";

        Assert.Equal(["COVALENT_USE_OLD_DASK: this variable of the Python original has no effect here; remove it."], _fixture.Warnings());
    }

    [Theory]
    [InlineData("COVALENT_DISPATCHER__PORT", "many", "COVALENT_DISPATCHER__PORT: dispatcher.port is text (\"many\"); write a whole number, such as 48008.")]
    [InlineData("COVALENT_SVC_PORT", "0", "COVALENT_SVC_PORT: dispatcher.port is 0; write a number from 1 to 65535.")]
    [InlineData("COVALENT_LOGLEVEL", "loud", "COVALENT_LOGLEVEL: sdk.log_level is \"loud\"; write one of \"trace\", \"debug\", \"info\", \"warning\", \"error\", \"critical\", \"none\".")]
    [InlineData("COVALENT_SDK__LOG_LEVL", "debug", "COVALENT_SDK__LOG_LEVL: sdk.log_levl is not a known key; did you mean log_level?")]
    [InlineData("COVALENT_SDKK__LOG_LEVEL", "debug", "COVALENT_SDKK__LOG_LEVEL: [sdkk] is not a known section; did you mean [sdk]?")]
    [InlineData("COVALENT_SDK____LOG_LEVEL", "debug", "COVALENT_SDK____LOG_LEVEL: a part of the name is empty; write COVALENT_SECTION__KEY, such as COVALENT_EXECUTORS__SLURM__ADDRESS.")]
    [InlineData("COVALENT_EXECUTORS__SLURM", "x", "COVALENT_EXECUTORS__SLURM: executors.slurm is a section, not a key; write [executors.slurm] and its keys below.")]
    [InlineData("COVALENT_EXECUTORS__LOCAL__CREATE_UNIQUE_WORKDIR", "maybe", "COVALENT_EXECUTORS__LOCAL__CREATE_UNIQUE_WORKDIR: executors.local.create_unique_workdir is text (\"maybe\"); write true or false.")]
    [InlineData("COVALENT_EXTRA_HEADERS", "not json", "COVALENT_EXTRA_HEADERS: sdk.extra_headers is text (***); write a table, such as extra_headers = { name = \"value\" }.")]
    [InlineData("COVALENT_EXECUTORS__SLURM__OPTIONS", "x = 1", "COVALENT_EXECUTORS__SLURM__OPTIONS: executors.slurm.options is text (\"x = 1\"); write a table, such as options = { name = \"value\" }.")]
    public void Load_WithAWrongVariable_NamesItInTheProblem(string variable, string text, string problem)
    {
        _fixture.Variables[variable] = text;

        Assert.Equal([problem], _fixture.Problems());
    }
}
