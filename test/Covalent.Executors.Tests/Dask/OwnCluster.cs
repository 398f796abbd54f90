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
            using var port = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            port.Start();
            int free = ((System.Net.IPEndPoint)port.LocalEndpoint).Port;
            port.Stop();
            await cluster.Local.StartAsync(new LocalDaskOptions { Workers = workers, Nanny = nanny, MemoryPerWorker = "0", Python = python, Port = free, Tls = tls }, TestContext.Current.CancellationToken);
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
        ConnectTimeout = 10,
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
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await Local.AskAsync(patience.Token)).Tasks < count)
        {
            // The scheduler takes its time to answer, and tells nobody of itself.
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Local.StopAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }
}
