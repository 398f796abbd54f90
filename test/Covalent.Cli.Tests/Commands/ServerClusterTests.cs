using System.Diagnostics;
using Covalent.Cli.Connections;
using Covalent.Cli.Tests.Setup;
using Covalent.Core.Execution;

namespace Covalent.Cli.Tests.Commands;

/// <summary>The Dask cluster that goes with a server.</summary>
public sealed class ServerClusterTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await Installation.RunAsync(_folder.Environment, "stop", "--timeout", "20", "--force");
        await _folder.DisposeAsync();
    }

    [Fact]
    [Trait("Checklist", "70")]
    public async Task Restart_KeepsPortAndClusterChoice()
    {
        Cluster.ClusterCommandTests.RequirePython();
        await RunAsync("start", "--port", "0", "--no-cluster");
        var before = ServerRecord.FindRunning(_folder.Data)!;

        var restart = await RunAsync("restart");

        Assert.Equal(0, restart.ExitCode);
        var after = ServerRecord.FindRunning(_folder.Data)!;
        Assert.Equal(before.Address, after.Address);
        Assert.NotEqual(before.Process, after.Process);
        Assert.Equal("true", VariableOf(after.Process, "COVALENT_SDK__NO_CLUSTER"));
        await RunAsync("restart", "--cluster=1");
        Assert.Null(VariableOf(ServerRecord.FindRunning(_folder.Data)!.Process, "COVALENT_SDK__NO_CLUSTER"));
    }

    [Fact]
    public async Task Stop_EndsTheClusterThatStartStarted()
    {
        Cluster.ClusterCommandTests.RequirePython();
        var start = await RunAsync("start", "--port", "0", "--cluster=1");
        Assert.Equal(0, start.ExitCode);
        Assert.Matches(@"^Dask cluster at tcp://\S+: 1 worker\(s\)\.\nCovalent listens on ", start.Out);
        Assert.Equal(0, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);

        var stop = await RunAsync("stop");

        Assert.Matches(@"^Stopped the server .*\nStopped the Dask cluster at tcp://\S+\.\n$", stop.Out);
        Assert.Equal(ExitCodes.NotYet, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);
    }

    [Fact]
    public async Task Stop_LeavesAClusterThatRanBefore()
    {
        Cluster.ClusterCommandTests.RequirePython();
        await RunAsync("cluster", "start", "--workers", "1", "--data", _folder.Data);
        try
        {
            var start = await RunAsync("start", "--port", "0", "--cluster=1");
            Assert.Contains("It ran before", start.Out, StringComparison.Ordinal);

            await RunAsync("stop");

            Assert.Equal(0, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);
        }
        finally
        {
            Assert.Equal(0, (await RunAsync("cluster", "stop", "--data", _folder.Data)).ExitCode);
        }
    }

    [Fact]
    public async Task Start_ThatFails_LeavesNoClusterBehind()
    {
        Cluster.ClusterCommandTests.RequirePython();
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "covalent.db"), new string('x', 5000));

        var start = await RunAsync("start", "--port", "0", "--cluster=1", "--ignore-migrations");

        Assert.Equal(ExitCodes.Unavailable, start.ExitCode);
        Assert.Equal(ExitCodes.NotYet, (await RunAsync("cluster", "status", "--data", _folder.Data)).ExitCode);
    }

    [Fact]
    public async Task Start_WithAndWithoutACluster_IsWrongUse()
    {
        var start = await RunAsync("start", "--cluster", "--no-cluster");
        Assert.Equal(ExitCodes.Usage, start.ExitCode);
        Assert.Contains("--no-cluster and --cluster exclude each other.", start.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => Installation.RunAsync(_folder.Environment, arguments);

    private static string? VariableOf(ProcessIdentity process, string name) => File.ReadAllText($"/proc/{process.Id}/environ").Split('\0')
        .Where(variable => variable.StartsWith(name + "=", StringComparison.Ordinal)).Select(variable => variable[(name.Length + 1)..]).FirstOrDefault();
}
