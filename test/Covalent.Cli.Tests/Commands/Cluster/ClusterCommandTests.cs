using System.Text.Json.Nodes;

namespace Covalent.Cli.Tests.Commands.Cluster;

public sealed class ClusterCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("covalent-cluster-").FullName;

    [Fact]
    public async Task Cluster_StartedScaledAndStopped_SaysWhatItIsAtEachStep()
    {
        string python = RequirePython();
        CommandRun started = await Run("start", "--workers", "1", "--memory", "0", "--no-nanny", "--python", python, "--json");
        try
        {
            Assert.True(started.ExitCode == ExitCodes.Success, started.Error);
            string address = JsonNode.Parse(started.Out)!["address"]!.GetValue<string>();
            Assert.StartsWith("tcp://127.0.0.1:", address, StringComparison.Ordinal);
            CommandRun scaled = await Run("scale", "2");
            Assert.Contains($"Dask cluster at {address}: 2 worker(s)", scaled.Out, StringComparison.Ordinal);
            CommandRun status = await Run("status", "--json");
            Assert.Equal(["worker-1", "worker-2"], JsonNode.Parse(status.Out)!["workers"]!.AsArray().Select(worker => worker!["name"]!.GetValue<string>()).Order());
            Assert.Contains("worker-2", (await Run("status")).Out, StringComparison.Ordinal);
            Assert.Contains($"scheduler: ", (await Run("logs", "scheduler", "-n", "3")).Out, StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal("The Dask cluster was stopped.\n", (await Run("stop")).Error);
        }

        CommandRun after = await Run("status");
        Assert.Equal(ExitCodes.NotYet, after.ExitCode);
        Assert.Contains("covalent cluster start", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_AsConfigured_KeepsItsFormThroughARestart()
    {
        string python = RequirePython();
        var configured = new Dictionary<string, string> { ["COVALENT_DASK__NUM_WORKERS"] = "1", ["COVALENT_DASK__THREADS_PER_WORKER"] = "3", ["COVALENT_DASK__MEM_PER_WORKER"] = "500MB" };
        CommandRun started = await CommandRun.In(configured, "", "cluster", "start", "--no-nanny", "--python", python, "--data", _data);
        try
        {
            Assert.True(started.ExitCode == ExitCodes.Success, started.Error);
            await AssertFormAsync();
            CommandRun restarted = await Run("restart", "--json");
            Assert.True(restarted.ExitCode == ExitCodes.Success, restarted.Error);
            await AssertFormAsync();
            Assert.Contains("worker-1: ", (await Run("logs", "worker-1", "-n", "3")).Out, StringComparison.Ordinal);
        }
        finally
        {
            await Run("stop");
        }
    }

    [Fact]
    public async Task Start_WithoutPython_SaysWhatIsMissingAndHowToGetIt()
    {
        CommandRun run = await Run("start", "--python", "/nowhere/python3");
        Assert.Equal(ExitCodes.Failure, run.ExitCode);
        Assert.Contains("'/nowhere/python3' is not there", run.Error, StringComparison.Ordinal);
        Assert.Contains("apt install python3-distributed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithNoWorkers_IsWrongUse() => Assert.Equal(ExitCodes.Usage, (await Run("start", "--workers", "0")).ExitCode);

    [Theory]
    [InlineData("status")]
    [InlineData("status", "--json")]
    [InlineData("scale", "2")]
    [InlineData("restart")]
    public async Task WithoutACluster_IsNotSoFar(string verb, params string[] arguments)
    {
        CommandRun run = await Run(verb, arguments);
        Assert.Equal((ExitCodes.NotYet, ""), (run.ExitCode, run.Out));
        Assert.Contains("covalent cluster start", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_WithoutACluster_SaysSo()
    {
        CommandRun run = await Run("logs");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("no Dask cluster was started", run.Error, StringComparison.Ordinal);
    }

    private async Task AssertFormAsync()
    {
        CommandRun status = await Run("status", "--json");
        JsonNode worker = Assert.Single(JsonNode.Parse(status.Out)!["workers"]!.AsArray())!;
        Assert.Equal(3, worker["threads"]!.GetValue<int>());
        Assert.Equal(500_000_000, worker["memoryLimit"]!.GetValue<long>());
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<CommandRun> Run(string verb, params string[] arguments) => CommandRun.Of("", ["cluster", verb, .. arguments, "--data", _data]);

    internal static string RequirePython()
    {
        if (Environment.GetEnvironmentVariable("COVALENT_TEST_DASK_PYTHON") is { Length: > 0 } python)
        {
            return python;
        }

        const string Reason = "COVALENT_TEST_DASK_PYTHON is not set; start the back ends with: eval \"$(eng/backends/up.sh FOLDER)\"";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Reason);
        }

        Assert.Skip(Reason);
        return "";
    }
}
