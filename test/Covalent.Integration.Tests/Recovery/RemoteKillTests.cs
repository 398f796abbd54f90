using Covalent.Testing;
namespace Covalent.Integration.Tests.Recovery;

/// <summary>A dispatcher that is killed while its jobs run elsewhere.</summary>
public sealed class RemoteKillTests : IDisposable
{
    private const int Tasks = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly string _data = Directory.CreateTempSubdirectory("covalent-remote-kill-").FullName;
    private readonly string _shared = MakeShared();

    public void Dispose()
    {
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_shared, recursive: true);
    }

    [Theory(DisplayName = "Killed while 20 jobs run and started again: all 20 finish, none runs twice")]
    [InlineData("ssh", "COVALENT_TEST_SSH_HOST")]
    [InlineData("slurm", "COVALENT_TEST_SLURM3_CONF")]
    [InlineData("slurm-packed", "COVALENT_TEST_SLURM3_CONF")]
    public async Task Dispatcher_KilledWhileTwentyJobsRun_FindsAllOfThemAgain(string executor, string needed)
    {
        var configuration = BackEnd.Require(needed);
        var environment = new Dictionary<string, string?> { ["COVALENT_DATA_DIR"] = _data };
        if (executor != "ssh")
        {
            environment["SLURM_CONF"] = configuration;
        }

        using var patience = new CancellationTokenSource(Patience);
        using (var first = Victim.StartRemote(executor, _shared, environment))
        {
            await first.WorkingAsync(patience.Token);
            await FileNotice.UntilAsync(_shared, () => Enumerable.Range(0, Tasks).All(i => File.Exists(LogOf(i))), patience.Token);
            Assert.True(await first.KillAsync(patience.Token));
        }

        using (var second = Victim.StartRemote(executor, _shared, environment))
        {
            await second.WorkingAsync(patience.Token);
            await File.WriteAllTextAsync(Path.Combine(_shared, "go"), "", patience.Token);
            Assert.Equal($"{Enumerable.Range(0, Tasks).Sum()}", await second.NextLineAsync(patience.Token));
            await second.EndAsync(patience.Token);
        }

        foreach (var i in Enumerable.Range(0, Tasks))
        {
            Assert.Equal("ran\n", await File.ReadAllTextAsync(LogOf(i), patience.Token));
        }
    }

    private string LogOf(int task) => Path.Combine(_shared, $"ran{task}");

    // Jobs may run as another user than the tests.
    private static string MakeShared()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-shared-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
        return folder;
    }
}
