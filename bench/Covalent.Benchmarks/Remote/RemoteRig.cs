using System.Diagnostics;
using Covalent.Benchmarks.Workers;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Core.Recording;

namespace Covalent.Benchmarks.Remote;

/// <summary>Executors without an engine around them, on this program's own bundle.</summary>
internal sealed class RemoteRig : IAsyncDisposable
{
    private readonly ExecutorHost _host;

    private RemoteRig(ExecutorHost host, SentBytes bytes)
    {
        _host = host;
        Bytes = bytes;
    }

    public SentBytes Bytes { get; }

    public string Folder => _host.DataFolder;

    public static async Task<RemoteRig> CreateAsync()
    {
        var data = Directory.CreateTempSubdirectory("covalent-bench-").FullName;
        var bytes = new SentBytes();
        var manifest = (await ApplicationBundle.For(data, TimeProvider.System).GetAsync()).Manifest!;
        return new RemoteRig(
            new ExecutorHost
            {
                Clock = TimeProvider.System,
                Loggers = bytes,
                DataFolder = data,
                ResultsFolder = data,
                OwnBundle = manifest.Id,
                Bundles = new BundleStore(data, TimeProvider.System),
            },
            bytes);
    }

    public IExecutorDriver Open(Executor executor) => executor.CreateDriver(_host);

    /// <summary>Attempts of the last node of a lattice, each of a dispatch of its own.</summary>
    public TaskAttempt[] Attempts(Func<Node<int>> lattice, int count)
    {
        var graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph;
        return [.. Enumerable.Range(0, count).Select(_ => new TaskAttempt
        {
            Dispatch = new TaskDispatch { DispatchId = Guid.CreateVersion7().ToString(), Graph = graph, BundleId = _host.OwnBundle, Values = NoValues.Instance },
            NodeId = graph.NodeCount - 1,
            Number = 1,
            Options = ElectronOptions.None,
        })];
    }

    /// <summary>Runs attempts with so many in flight.</summary>
    public async Task<TimeSpan> RunAsync(IExecutorDriver driver, TaskAttempt[] attempts, int window)
    {
        var events = new WindowEvents(driver, attempts, window);
        var watch = Stopwatch.StartNew();
        events.Begin();
        await events.Done;
        return watch.Elapsed;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class NoValues : INodeValues
    {
        public static readonly NoValues Instance = new();

        public EncodedValue GetEncoded(int nodeId) => throw new InvalidOperationException("These tasks have no parents.");

        public bool TryGetShared(int nodeId, out object? value) => throw new InvalidOperationException("These tasks have no parents.");
    }
}
