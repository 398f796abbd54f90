using Covalent.Executors.Dask;
using Covalent.Testing;

namespace Covalent.Executors.Tests.Dask;

/// <summary>A cluster of a test's own, whose processes it may kill.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-dask-").FullName;

    private OwnCluster() => Local = LocalDaskCluster.Of(_folder, TimeProvider.System);

    public LocalDaskCluster Local { get; }

    public string Folder => _folder;

    public LocalDaskState State => Local.Find()!;

    public static async Task<OwnCluster> StartAsync(int workers = 2, bool nanny = false, DaskTls? tls = null)
    {
        string python = Backends.Require("COVALENT_TEST_DASK_PYTHON");
        var cluster = new OwnCluster();
        try
        {
            var options = new LocalDaskOptions { Workers = workers, Nanny = nanny, MemoryPerWorker = "0", Python = python, Port = QuietPort.Find(), Tls = tls };
            await cluster.Local.StartAsync(options, TestContext.Current.CancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<ExecutorRig> OpenAsync() => await ExecutorRig.CreateAsync(Executor());

    public DaskExecutor Executor() => new()
    {
        SchedulerAddress = State.Address,
        PythonPath = State.Python,
        RemoteCache = Path.Combine(_folder, "cache"),
        LogStdout = "",
        LogStderr = "",
        PollFreq = 1,
        ConnectTimeout = 30,
        StopGrace = 2,
    };

    /// <summary>Kills the workers that have a task.</summary>
    public async Task KillBusyWorkersAsync()
    {
        foreach (DaskWorkerInfo busy in (await Local.AskAsync(TestContext.Current.CancellationToken)).Workers.Where(worker => worker.Processing > 0))
        {
            System.Diagnostics.Process.GetProcessById(busy.ProcessId).Kill();
        }
    }

    /// <summary>Waits until the scheduler knows so many tasks.</summary>
    public async Task HasTasksAsync(int count)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await FileNotice.UntilAsync(_folder, async () => (await Local.AskAsync(stop)).Tasks >= count, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Local.StopAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }
}
