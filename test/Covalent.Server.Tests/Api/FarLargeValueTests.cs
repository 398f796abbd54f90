using Covalent.Server.Tests.Hosting;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Api;

/// <summary>Large values on their way to and from real hosts and clusters.</summary>
public sealed class FarLargeValueTests(ITestOutputHelper output)
{
    private const int Size = 400 << 20;

    // Small against the value; what the garbage collector leaves lying around is in it.
    private const long Most = 64L << 20;

    [Theory]
    [InlineData("ssh")]
    [InlineData("slurm")]
    [InlineData("dask")]
    public async Task AResultOf400Megabytes_ThatTheNextFarTaskTakesIn_IsNotInTheServersMemory(string place)
    {
        var far = Path.Combine(Path.GetTempPath(), $"covalent-large-{Guid.NewGuid():N}");
        var executor = FarExecutors.Create(place, far).ToSpec();
        FarExecutors.MakeShared(far);
        var folder = TestServer.NewFolder();
        await using (var server = await ServerProcessRun.StartAsync(folder, 0, [.. FarExecutors.Environment([place])]))
        {
            using var use = ClientProvider.Use(server.Client);
            await RunsAsync(server, 1000, executor);
            var before = PeakMemory.Restart(server.Id);
            var id = await RunsAsync(server, Size, executor);
            var growth = PeakMemory.Read(server.Id) - before;
            output.WriteLine($"{place}: the server's peak grew by {growth >> 20} MiB.");
            Assert.Equal(LargeTasks.HashOf(LargeTasks.Block(Size)), (await server.Client.GetResultAsync(id))!.Decode<string>());
            Assert.InRange(growth, 0, Most);
            await server.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
        Directory.Delete(far, recursive: true);
    }

    private static async Task<string> RunsAsync(ServerProcessRun server, int size, ExecutorSpec executor)
    {
        var id = await DispatchAsync(() => LargeTasks.CheckedAt(size, executor));
        var end = await server.Client.WaitAsync(id);
        Assert.True(end.Status == Status.Completed, end.Error);
        return id;
    }
}
