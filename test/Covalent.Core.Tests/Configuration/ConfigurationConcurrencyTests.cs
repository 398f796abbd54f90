using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Core.Tests.Configuration;

public sealed class ConfigurationConcurrencyTests : IDisposable
{
    private readonly ConfigurationFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Set_ByManyWritersOfOneProcess_LosesNothing()
    {
        const int writers = 16;
        const int keys = 8;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var key = 0; key < keys; key++)
            {
                await CovalentConfiguration.Load(_fixture.Sources).SetAsync($"executors.slurm.options.w{writer}-{key}", key);
            }
        })));

        Assert.Equal(writers * keys, _fixture.Load().GetTable("executors.slurm.options").Count);
    }

    [Fact]
    public async Task Set_BySeveralProcesses_LosesNothingAndReadersSeeWholeFilesOnly()
    {
        const int keys = 25;
        _fixture.Write("# mine\n[executors.slurm.options]\nfirst = 1 # kept\n");
        var writers = Enumerable.Range(0, 4).Select(w => ConfigurationWriterProcess.Start(_fixture.Home, w.ToString(CultureInfo.InvariantCulture), keys)).ToList();
        var all = Task.WhenAll(writers.Select(w => w.WaitForExitAsync()));
        var seen = 0;
        while (!all.IsCompleted)
        {
            var count = _fixture.Load().GetTable("executors.slurm.options").Count;
            Assert.True(count >= seen, $"{seen} keys became {count}.");
            seen = count;
            await Task.Yield();
        }

        Assert.All(writers, w => Assert.Equal(0, w.ExitCode));
        Assert.Equal(1 + (4 * keys), _fixture.Load().GetTable("executors.slurm.options").Count);
        Assert.StartsWith("# mine\n[executors.slurm.options]\nfirst = 1 # kept\n", _fixture.Read(), StringComparison.Ordinal);
        writers.ForEach(w => w.Dispose());
    }

    [Fact]
    public async Task Set_ByProcessesThatAreKilled_LeavesAFileThatReadsAndCanBeChanged()
    {
        _fixture.Write("[executors.slurm.options]\nfirst = 1\n");
        for (var round = 0; round < 5; round++)
        {
            using var writer = ConfigurationWriterProcess.Start(_fixture.Home, $"r{round}", 100_000);
            var goal = _fixture.Load().GetTable("executors.slurm.options").Count + 3 + round;
            while (_fixture.Load().GetTable("executors.slurm.options").Count < goal)
            {
                Assert.False(writer.HasExited);
                await Task.Yield();
            }
            writer.Kill();
            await writer.WaitForExitAsync();
            await _fixture.Load().SetAsync($"executors.slurm.options.after{round}", round);
        }

        var options = _fixture.Load().GetTable("executors.slurm.options");
        Assert.Equal(1L, options["first"]);
        Assert.All(Enumerable.Range(0, 5), round => Assert.Equal((long)round, options[$"after{round}"]));
    }

    [Fact]
    public async Task Set_WhileAnotherHoldsTheLock_WaitsAndGivesUpWithATransientErrorThatChangedNothing()
    {
        _fixture.Write("[sdk]\nlog_level = \"info\"\n");
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        using var held = new FileStream(_fixture.File + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var configuration = CovalentConfiguration.Load(_fixture.Sources with { Clock = clock, LockPatience = TimeSpan.Zero });

        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => configuration.SetAsync("sdk.log_level", "debug"));

        Assert.True(thrown.IsTransient);
        Assert.Equal("[sdk]\nlog_level = \"info\"\n", _fixture.Read());
    }

    [Fact]
    public async Task Set_CancelledWhileWaiting_ChangesNothing()
    {
        _fixture.Write("[sdk]\nlog_level = \"info\"\n");
        using var held = new FileStream(_fixture.File + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var cancellation = new CancellationTokenSource();
        var change = CovalentConfiguration.Load(_fixture.Sources with { Clock = new FakeTimeProvider() }).SetAsync("sdk.log_level", "debug", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
        Assert.Equal("[sdk]\nlog_level = \"info\"\n", _fixture.Read());
    }
}
