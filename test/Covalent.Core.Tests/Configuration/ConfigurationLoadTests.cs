namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationLoadTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Load_WithoutAFile_GivesTheDefaultsAndWritesNothing()
    {
        var configuration = _fixture.Load();

        Assert.Equal("warning", configuration.GetText("sdk.log_level"));
        Assert.Equal(48008, configuration.GetInteger("dispatcher.port"));
        Assert.Equal("normal", configuration.GetText("dispatcher.synchronous"));
        Assert.Null(configuration.GetDuration("dispatcher.retention"));
        Assert.Equal("in-process", configuration.Section("executors.local").GetText("mode"));
        Assert.False(configuration.IsSet("dispatcher.address"));
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Home));
    }

    [Fact]
    public void Load_OfTheSeedsSlurmExample_KeepsEveryValueAndTheOrderOfOptions()
    {
        _fixture.Write("""
            [executors.slurm]
            username = "user"
            address = "login.cluster.org"
            ssh_key_file = "/home/user/.ssh/id_rsa"
            remote_workdir = "/scratch/user"
            cache_dir = "/tmp/covalent"

            [executors.slurm.options]
            nodes = 1
            ntasks = 4
            cpus-per-task = 8
            constraint = "gpu"
            gpus = 4
            qos = "regular"

            [executors.slurm.srun_options]
            cpu_bind = "cores"
            gpus = 4
            gpu-bind = "single:1"
            """);

        var slurm = _fixture.Load().Section("executors.slurm");

        Assert.Equal("login.cluster.org", slurm.GetText("address"));
        Assert.Equal("/tmp/covalent", slurm.GetPath("cache_dir"));
        Assert.Equal(["nodes", "ntasks", "cpus-per-task", "constraint", "gpus", "qos"], slurm.GetTable("options").Keys);
        Assert.Equal(8L, slurm.GetTable("options")["cpus-per-task"]);
        Assert.Equal("single:1", slurm.GetTable("srun_options")["gpu-bind"]);
        Assert.Equal(TimeSpan.FromSeconds(5), slurm.GetDuration("poll_freq"));
    }

    [Theory]
    [InlineData("[executors.slurm]\noptions = { nodes = 2, qos = \"x\" }")]
    [InlineData("[executors.slurm]\noptions.nodes = 2\noptions.qos = \"x\"")]
    [InlineData("[executors]\nslurm.options.nodes = 2\nslurm.options.qos = \"x\"")]
    [InlineData("executors = { slurm = { options = { nodes = 2, qos = \"x\" } } }")]
    [InlineData("[executors.slurm.options]\nnodes = 2\nqos = \"x\"")]
    public void Load_OfOneTableInEverySpelling_GivesTheSameTable(string text)
    {
        var table = _fixture.Write(text).Load().GetTable("executors.slurm.options");

        Assert.Equal([new("nodes", 2L), new("qos", "x")], table);
    }

    [Fact]
    public void Load_OfAFileOfThePythonOriginal_AcceptsItAndSaysWhatHasNoEffect()
    {
        _fixture.Write("""
            [sdk]
            config_file = "/home/u/.config/covalent/covalent.conf"
            log_level = "warning"
            enable_logging = "TRUE"
            no_cluster = "false"
            exhaustive_postprocess = "false"
            task_packing = "false"
            [dispatcher]
            address = "localhost"
            port = 48008
            heartbeat_interval = 5
            use_async_dispatcher = "true"
            [dask]
            mem_per_worker = "auto"
            num_workers = 8
            [workflow_data]
            storage_type = "local"
            [user_interface]
            dev_port = 49009
            [executors.remote_executor]
            poll_freq = 15
            covalent_version = ""
            """);

        var configuration = _fixture.Load();

        Assert.True(configuration.GetBoolean("sdk.enable_logging"));
        Assert.False(configuration.GetBoolean("sdk.no_cluster"));
        Assert.Equal(8, configuration.GetInteger("dask.num_workers"));
        Assert.Equal(
            [
                "covalent.conf:2:1: [sdk] config_file: accepted, but without effect here. The file is found by COVALENT_CONFIG_DIR.",
                "covalent.conf:6:1: [sdk] exhaustive_postprocess, task_packing: accepted, but without effect here. There are no helper tasks to pack or to run again.",
                "covalent.conf:11:1: [dispatcher] heartbeat_interval, use_async_dispatcher: accepted, but without effect here. The engine has one way of working.",
                "covalent.conf:17:1: [workflow_data] storage_type: accepted, but without effect here. Payloads lie below dispatcher.data_dir.",
                "covalent.conf:19:1: [user_interface] dev_port: accepted, but without effect here. The web pages come from the server itself; see dispatcher.address and dispatcher.port.",
                "covalent.conf:22:1: [executors.remote_executor] covalent_version: accepted, but without effect here. Versions always match: the worker travels with the task.",
            ],
            _fixture.Warnings());
    }

    [Theory]
    [InlineData("[executors.ssh]\nremote_dir = \"/scratch\"", "executors.ssh.remote_cache", "covalent.conf:2:1: executors.ssh.remote_dir is another name of executors.ssh.remote_cache; write that instead.")]
    [InlineData("[executors.gcpbatch]\nvcpu = 4", "executors.gcpbatch.vcpus", "covalent.conf:2:1: executors.gcpbatch.vcpu is another name of executors.gcpbatch.vcpus; write that instead.")]
    [InlineData("[executors.braket]\necr_repo_name = \"r\"", "executors.braket.ecr_image_uri", "covalent.conf:2:1: executors.braket.ecr_repo_name is another name of executors.braket.ecr_image_uri; write that instead.")]
    [InlineData("[executors.awsbatch]\ncredentials_file = \"/c\"", "executors.awsbatch.credentials", "covalent.conf:2:1: executors.awsbatch.credentials_file is another name of executors.awsbatch.credentials; write that instead.")]
    public void Load_OfADocumentedKeyThatTheOriginalRejects_TakesItAsAliasWithAWarning(string text, string key, string warning)
    {
        var configuration = _fixture.Write(text).Load();

        Assert.True(configuration.IsSet(key));
        Assert.Equal([warning], _fixture.Warnings());
    }

    [Fact]
    public void Load_OfAnExecutorNobodyRegistered_KeepsItsValuesUncheckedWithAWarning()
    {
        _fixture.Write("[executors.slrum]\naddress = \"login\"\nsize = 3\n");

        Assert.Equal("login", _fixture.Load().Section("executors.slrum").GetText("address"));
        Assert.Equal(["covalent.conf:2:1: [executors.slrum] belongs to no executor known here, so its keys are not checked. Did you mean [executors.slurm]?"], _fixture.Warnings());
        var mismatch = Assert.Throws<ConfigurationException>(() => _fixture.Load().GetText("executors.slrum.size"));
        Assert.EndsWith("covalent.conf:3:1: executors.slrum.size is a whole number (3); write text in quotes.", mismatch.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("300", 300_000)]
    [InlineData("1.5", 1_500)]
    [InlineData("\"250ms\"", 250)]
    [InlineData("\"90s\"", 90_000)]
    [InlineData("\"5m\"", 300_000)]
    [InlineData("\"2h\"", 7_200_000)]
    [InlineData("\"30d\"", 2_592_000_000)]
    [InlineData("0", 0)]
    public void GetDuration_OfSecondsOrTextWithAUnit_IsThatTime(string value, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), _fixture.Write($"[executors.local]\ntime_limit = {value}").Load().GetDuration("executors.local.time_limit"));

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.5")]
    public void GetDuration_OfANegativeNumber_MeansNone(string value) =>
        Assert.Null(_fixture.Write($"[executors.awsbatch]\ntime_limit = {value}").Load().GetDuration("executors.awsbatch.time_limit"));

    [Fact]
    public void GetPath_WithATilde_ExpandsTheHomeFolder() =>
        Assert.Equal(Path.Combine(_fixture.Home, ".ssh/id_rsa"), _fixture.Load().GetPath("executors.ssh.ssh_key_file"));

    [Fact]
    public void GetPath_OfADefaultInsideTheDataFolder_FollowsTheConfiguredDataFolder()
    {
        var configuration = _fixture.Write("[dispatcher]\ndata_dir = \"~/runs\"").Load();

        Assert.Equal(Path.Combine(_fixture.Home, "runs"), configuration.DataFolder);
        Assert.Equal(Path.Combine(_fixture.Home, "runs/covalent.db"), configuration.GetPath("dispatcher.db_path"));
    }

    [Fact]
    public void GetTable_WithDefaults_LaysTheUsersKeysOverThem()
    {
        var options = _fixture.Write("[qelectron.QiskitExecutor.options]\nresilience_level = 2\nseed = 7").Load().GetTable("qelectron.QiskitExecutor.options");

        Assert.Equal([new("optimization_level", 3L), new("resilience_level", 2L), new("seed", 7L)], options);
    }

    [Theory]
    [InlineData("sdk.log_levl", "sdk.log_levl is not a known key; did you mean log_level? (Parameter 'path')")]
    [InlineData("sdk", "sdk is a section, not a key; write [sdk] and its keys below. (Parameter 'path')")]
    [InlineData("dispatcher.port", "dispatcher.port is read as Text, but the schema declares Integer; use the matching Get method. (Parameter 'path')")]
    [InlineData("a..b", "\"a..b\" is not a configuration key; write one such as sdk.log_level. (Parameter 'text')")]
    public void GetText_OfAWrongKey_ThrowsArgumentException(string key, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => _fixture.Load().GetText(key)).Message);

    [Fact]
    public void Section_OfAnUnknownName_ThrowsArgumentException() =>
        Assert.StartsWith("[sdkk] is not a known section; there are sdk, dispatcher,", Assert.Throws<ArgumentException>(() => _fixture.Load().Section("sdkk")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_WithAByteOrderMark_ReadsTheFile() =>
        Assert.Equal("debug", _fixture.Write("\uFEFF[sdk]\nlog_level = \"debug\"\n").Load().GetText("sdk.log_level"));
}
