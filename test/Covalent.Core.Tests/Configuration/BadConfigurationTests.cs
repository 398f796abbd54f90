namespace Covalent.Core.Tests.Configuration;

/// <summary>Wrong configurations, each with its exact message.</summary>
public sealed class BadConfigurationTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("[sdk]\nlog_levl = \"debug\"", "covalent.conf:2:1: sdk.log_levl is not a known key; did you mean log_level?")]
    [InlineData("[sdk]\n  zzz = 1", "covalent.conf:2:3: sdk.zzz is not a known key; [sdk] knows log_level, enable_logging, log_dir, executor_dir, plugin_load, python, results_dir, dispatch_cache_dir, no_cluster, extra_headers, token, token_file, config_file, exhaustive_postprocess, task_packing.")]
    [InlineData("[sdkk]\nlog_level = \"debug\"\nx = 1", "covalent.conf:1:1: [sdkk] is not a known section; did you mean [sdk]?")]
    [InlineData("[database]\nurl = \"x\"", "covalent.conf:1:1: [database] is not a known section; there are [sdk], [dispatcher], [dask], [workflow_data], [user_interface], [executors.NAME], [qelectron.NAME].")]
    [InlineData("log_level = \"debug\"", "covalent.conf:1:1: log_level stands outside any section; put it below a line such as [sdk].")]
    [InlineData("dispatcher = 3", "covalent.conf:1:1: dispatcher is a section, not a key; write [dispatcher] and its keys below.")]
    [InlineData("executors = 3", "covalent.conf:1:1: executors is a section, not a key; write [executors.NAME] and its keys below.")]
    [InlineData("[executors]\nslurm = \"login\"", "covalent.conf:2:1: executors.slurm is a section, not a key; write [executors.slurm] and its keys below.")]
    [InlineData("[dispatcher]\nport = \"48008\"", "covalent.conf:2:1: dispatcher.port is text (\"48008\"); write a whole number, such as 48008.")]
    [InlineData("[dispatcher]\nport = 70000", "covalent.conf:2:1: dispatcher.port is 70000; write a number from 1 to 65535.")]
    [InlineData("[dispatcher]\nport = 480.5", "covalent.conf:2:1: dispatcher.port is a number with a fraction (480.5); write a whole number, such as 48008.")]
    [InlineData("[dispatcher]\nsynchronous = \"off\"", "covalent.conf:2:1: dispatcher.synchronous is \"off\"; write one of \"normal\", \"full\".")]
    [InlineData("[dispatcher]\nsynchronous = true", "covalent.conf:2:1: dispatcher.synchronous is a truth value (true); write text in quotes, such as \"normal\".")]
    [InlineData("[dispatcher]\nretention = \"forever\"", "covalent.conf:2:1: dispatcher.retention is text (\"forever\"); write a number of seconds, or text such as \"90s\", \"5m\" or \"2h\".")]
    [InlineData("[dispatcher]\nretention = nan", "covalent.conf:2:1: dispatcher.retention is a number with a fraction (nan); write a number of seconds, or text such as \"90s\", \"5m\" or \"2h\".")]
    [InlineData("[dispatcher]\nconcurrency = -4", "covalent.conf:2:1: dispatcher.concurrency is -4; write a number of at least 0.")]
    [InlineData("[dispatcher]\ndata_dir = 2020-01-01", "covalent.conf:2:1: dispatcher.data_dir is a date or time; write text in quotes, such as \"{data}\".")]
    [InlineData("[dispatcher.port]\nx = 1", "covalent.conf:1:1: dispatcher.port is not a table; write port = 48008 below [dispatcher].")]
    [InlineData("[executors.local]\nmode = \"thread\"", "covalent.conf:2:1: executors.local.mode is \"thread\"; write one of \"in-process\", \"process\".")]
    [InlineData("[executors.local]\ncreate_unique_workdir = \"yes\"", "covalent.conf:2:1: executors.local.create_unique_workdir is text (\"yes\"); write true or false.")]
    [InlineData("[executors.local]\ncreate_unique_workdir = 1", "covalent.conf:2:1: executors.local.create_unique_workdir is a whole number (1); write true or false.")]
    [InlineData("[executors.slurm]\nadress = \"x\"", "covalent.conf:2:1: executors.slurm.adress is not a known key; did you mean address?")]
    [InlineData("[executors.slurm]\noptions = \"-n 1\"", "covalent.conf:2:1: executors.slurm.options is text (\"-n 1\"); write a table, such as options = { name = \"value\" }.")]
    [InlineData("[executors.slurm.optons]\nnodes = 1\nqos = \"x\"", "covalent.conf:1:1: executors.slurm.optons is not a known key; did you mean options?")]
    [InlineData("[executors.slurm]\nprerun_commands = [1, 2]", "covalent.conf:2:1: executors.slurm.prerun_commands is a list; write a list of texts, such as [\"a\", \"b\"].")]
    [InlineData("[executors.slurm]\nprerun_commands = \"module load x\"", "covalent.conf:2:1: executors.slurm.prerun_commands is text (\"module load x\"); write a list of texts, such as [\"a\", \"b\"].")]
    [InlineData("[executors.ssh]\nremote_dir = \"a\"\nremote_cache = \"b\"", "covalent.conf:3:1: executors.ssh.remote_cache and line 2 are two names of executors.ssh.remote_cache; keep one of the two.")]
    [InlineData("[executors.awsbatch]\nretry_attempts = 11", "covalent.conf:2:1: executors.awsbatch.retry_attempts is 11; write a number from 0 to 10.")]
    [InlineData("[executors.awsbatch]\nvcpu = \"2\"", "covalent.conf:2:1: executors.awsbatch.vcpu is text (\"2\"); write a number, such as 2.")]
    [InlineData("[executors.azurebatch]\nclient_secret = 12345", "covalent.conf:2:1: executors.azurebatch.client_secret is a whole number (***); write text in quotes.")]
    [InlineData("[[executors.slurm]]\naddress = \"x\"", "covalent.conf:1:1: [[executors.slurm]] is an array of tables, which no section is; write [executors.slurm].")]
    [InlineData("[qelectron.QiskitExecutor]\ndevice = \"estimator\"", "covalent.conf:2:1: qelectron.QiskitExecutor.device is \"estimator\"; write one of \"local_sampler\", \"sampler\".")]
    [InlineData("[sdk]\nlog_level = \"info\"\nlog_level = \"debug\"", "covalent.conf:3:1: sdk.log_level is set already in line 2; keep one of the two.")]
    [InlineData("[sdk]\n[sdk]", "covalent.conf:2:1: sdk is set already in line 1; keep one of the two.")]
    [InlineData("[sdk]\nlog_level = debug", "covalent.conf:2:13: not valid TOML: Unexpected token `debug` for a value.")]
    [InlineData("[sdk]\nlog_level =", "covalent.conf:2:12: not valid TOML: Unexpected token `<eof>` for a value.")]
    [InlineData("[sdk]\nlog_dir = \"C:\\", "covalent.conf:2:1: not valid TOML: the file ends inside quotes; close them.")]
    [InlineData("[executors.azurebatch]\nclient_secret = hunter2", "covalent.conf:2:17: not valid TOML (the line holds a secret and is not shown); text needs quotes.")]
    public void Load_OfAWrongFile_SaysWhatAndWhere(string text, string problem)
    {
        Assert.Equal([problem], _fixture.Write(text).Problems());
    }

    [Fact]
    public void Load_OfManyMistakes_ReportsThemAllAtOnceInTheOrderOfTheFile()
    {
        _fixture.Write("""
            [sdk]
            log_levl = "debug"
            [dispatcher]
            port = "x"
            synchronous = "off"
            [executors.slurm]
            adress = "login"
            [executors.slurm.options]
            nodes = 1
            """);
        _fixture.Variables["COVALENT_SDK__LOG_LEVEL"] = "loud";

        var thrown = Assert.Throws<ConfigurationException>(_fixture.Load);

        Assert.Equal([2, 4, 5, 7, 0], thrown.Problems.Select(p => p.Line));
        Assert.StartsWith("The configuration has 5 problems:", thrown.Message, StringComparison.Ordinal);
        Assert.All(thrown.Problems, p => Assert.Contains(p.ToString(), thrown.Message, StringComparison.Ordinal));
        Assert.False(thrown.IsTransient);
    }

    [Fact]
    public void Load_OfSeveralSyntaxMistakes_ReportsOneALine()
    {
        _fixture.Write("[sdk]\nlog_level = debug\nlog_dir = \"x\"\nresults_dir = y z\n");

        Assert.Equal([2, 4], Assert.Throws<ConfigurationException>(_fixture.Load).Problems.Select(p => p.Line));
    }

    [Fact]
    public void Load_OfAFileThatIsNotText_SaysSo()
    {
        _fixture.Write("");
        File.WriteAllBytes(_fixture.File, [0x5B, 0xFF, 0xFE, 0x0A]);

        Assert.Equal(["covalent.conf: the file is not UTF-8; save it in that encoding."], _fixture.Problems());
    }

    [Fact]
    public void Load_OfAFolder_SaysSo()
    {
        Directory.CreateDirectory(_fixture.File);

        Assert.Equal(["covalent.conf: this is a folder; a file is expected."], _fixture.Problems());
    }

    [Fact]
    public void Load_OfAHugeFile_RefusesItUnread()
    {
        _fixture.Write("");
        using (var stream = new FileStream(_fixture.File, FileMode.Open))
        {
            stream.SetLength(100L * 1024 * 1024);
        }

        Assert.Equal(["covalent.conf: the file is larger than 4 MB; this is not a configuration file."], _fixture.Problems());
    }

    [Fact]
    public void Load_OfDeeplyNestedLists_RefusesThem()
    {
        _fixture.Write($"[qelectron.Simulator]\nshots = {new string('[', 100_000)}{new string(']', 100_000)}\n");

        Assert.Equal(["covalent.conf: lists or tables are nested more than 64 deep; flatten them."], _fixture.Problems());
    }
}
