namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationSchemaTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    private static readonly ConfigurationSectionSchema Mine = new("executors.mine", "An executor of one's own.",
    [
        new("size", ConfigurationValueKind.Integer, "How large.") { Default = 3L, Minimum = 1 },
        new("name", ConfigurationValueKind.Text, "What it is called.") { Default = "plain" },
    ]);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void With_APlugInsSection_ChecksItAndItsDefaultsNeverOverrideTheUser()
    {
        var configuration = _fixture.Write("[executors.mine]\nsize = 7\n").Load().With(Mine);

        Assert.Equal(7, configuration.GetInteger("executors.mine.size"));
        Assert.Equal("plain", configuration.GetText("executors.mine.name"));
        Assert.Empty(configuration.Warnings);
        Assert.Equal("[executors.mine]\nsize = 7\n", _fixture.Read());
    }

    [Fact]
    public void With_APlugInsSection_ReportsWhatTheUserWroteWrong()
    {
        var configuration = _fixture.Write("[executors.mine]\nsize = 0\nnmae = \"x\"\n").Load();

        var thrown = Assert.Throws<ConfigurationException>(() => configuration.With(Mine));

        Assert.Equal(["executors.mine.size is 0; write a number of at least 1.", "executors.mine.nmae is not a known key; did you mean name?"], thrown.Problems.Select(p => p.Message));
    }

    [Fact]
    public void With_ASectionOfTheSamePath_ReplacesIt()
    {
        var schema = ConfigurationSchema.BuiltIn.With(new("executors.ssh", "Another SSH.", [new("port", ConfigurationValueKind.Integer, "Port.")]));

        Assert.Equal(["port"], schema.Find("executors.ssh")!.Keys.Select(k => k.Name));
        Assert.Equal(ConfigurationSchema.BuiltIn.Sections.Count, schema.Sections.Count);
    }

    [Theory]
    [InlineData("executors")]
    [InlineData("executors.a.b")]
    [InlineData("a.b")]
    public void With_APathThatIsNoSection_Throws(string path) =>
        Assert.Throws<ArgumentException>(() => ConfigurationSchema.BuiltIn.With(new(path, "Nothing.", [])));

    [Fact]
    public void Section_WithADefaultThatDoesNotFit_Throws() =>
        Assert.Equal(
            "The default of executors.x.size does not fit: it is text (\"big\"); write a whole number, such as \"big\".",
            Assert.Throws<ArgumentException>(() => new ConfigurationSectionSchema("executors.x", "X.", [new("size", ConfigurationValueKind.Integer, "Size.") { Default = "big" }])).Message);

    [Fact]
    public void Section_WithTwoKeysOfOneName_Throws() =>
        Assert.Throws<ArgumentException>(() => new ConfigurationSectionSchema("executors.x", "X.",
            [new("size", ConfigurationValueKind.Integer, "Size."), new("length", ConfigurationValueKind.Integer, "Length.") { Aliases = ["size"] }]));

    /// <summary>The documented keys with their documented defaults; where the document contradicts itself the safer one is taken.</summary>
    [Theory]
    [InlineData("executors.awsbatch.batch_queue", "\"covalent-batch-queue\"")]
    [InlineData("executors.awsbatch.memory", "3.75")]
    [InlineData("executors.awsbatch.retry_attempts", "3")]
    [InlineData("executors.awsbatch.time_limit", "300")]
    [InlineData("executors.awsbatch.poll_freq", "10")]
    [InlineData("executors.ecs.vcpu", "0.25")]
    [InlineData("executors.ecs.memory", "0.5")]
    [InlineData("executors.ecs.ecs_task_execution_role_name", "\"ecsTaskExecutionRole\"")]
    [InlineData("executors.awslambda.timeout", "900")]
    [InlineData("executors.awslambda.poll_freq", "5")]
    [InlineData("executors.ec2.instance_type", "\"t2.micro\"")]
    [InlineData("executors.ec2.volume_size", "8")]
    [InlineData("executors.braket.storage", "30")]
    [InlineData("executors.braket.poll_freq", "30")]
    [InlineData("executors.azurebatch.poll_freq", "10")]
    [InlineData("executors.azurebatch.retries", "3")]
    [InlineData("executors.gcpbatch.region", "\"us-east1\"")]
    [InlineData("executors.gcpbatch.memory", "256")]
    [InlineData("executors.gcpbatch.poll_freq", "5")]
    [InlineData("executors.slurm.poll_freq", "5")]
    [InlineData("executors.slurm.use_srun", "true")]
    [InlineData("executors.ssh.remote_workdir", "\"covalent-workdir\"")]
    [InlineData("executors.ssh.max_connection_attempts", "5")]
    [InlineData("executors.dask.log_stdout", "\"stdout.log\"")]
    [InlineData("executors.local.retries", "0")]
    [InlineData("executors.local.time_limit", "-1")]
    [InlineData("qelectron.Simulator.workers", "10")]
    [InlineData("qelectron.QiskitExecutor.shots", "1024")]
    [InlineData("qelectron.QiskitExecutor.options.optimization_level", "3")]
    [InlineData("qelectron.IBMQExecutor.max_jobs", "20")]
    [InlineData("qelectron.BraketQubitExecutor.poll_timeout_seconds", "432000")]
    [InlineData("qelectron.LocalBraketQubitExecutor.backend", "\"default\"")]
    public void BuiltIn_Default_IsTheDocumentedOne(string key, string value) =>
        Assert.Equal(value, _fixture.Load().Describe().Single(e => $"{e.Section}.{e.Name}" == key).Value);
}
