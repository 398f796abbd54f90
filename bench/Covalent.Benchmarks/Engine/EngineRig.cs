using Covalent.Core.Bundles;
using Covalent.Core.Recording;
using Covalent.Engine;
using Covalent.Executors;

namespace Covalent.Benchmarks.Engine;

/// <summary>A dispatcher on a folder of its own, set up as the package sets it up for users.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    private readonly string? _bundle;
    private readonly bool _keepFolder;

    private EngineRig(string folder, EngineOptions options, string? bundle, bool keepFolder)
    {
        Folder = folder;
        _bundle = bundle;
        _keepFolder = keepFolder;
        Dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
        {
            DataFolder = folder,
            InMemory = !options.Durable,
            Synchronous = options.Full ? StoreSynchronous.Full : StoreSynchronous.Normal,
            DefaultExecutor = "local",
            Executors = spec => spec.ShortName == "local" ? new LocalExecutor { Mode = options.Executor } : null,
            OwnBundle = bundle,
            Bundles = bundle is null ? null : new BundleStore(folder, TimeProvider.System),
        });
    }

    public string Folder { get; }

    public EmbeddedDispatcher Dispatcher { get; }

    public static async Task<EngineRig> OpenAsync(EngineOptions options, string? folder = null)
    {
        var place = folder ?? Path.Combine(Path.GetTempPath(), "covalent-bench", Guid.NewGuid().ToString("N"));
        var bundle = options.Executor == LocalExecutor.Process ? (await ApplicationBundle.For(place, TimeProvider.System).GetAsync()).Manifest?.Id : null;
        return new EngineRig(place, options, bundle, keepFolder: folder is not null);
    }

    public DispatchRequest Request(RecordedLattice lattice) => new()
    {
        DispatchId = Guid.CreateVersion7().ToString(),
        Graph = lattice.Graph,
        Lattice = lattice.Info,
        BundleId = _bundle,
    };

    public static RecordedLattice Record(Func<Node<int>> lattice) => LatticeCall.Record(lattice.Method, lattice.Target, [], null);

    public async Task<string> RunAsync(DispatchRequest request)
    {
        await Dispatcher.SubmitAsync(request);
        var end = await Dispatcher.WaitAsync(request.DispatchId);
        return end.Status == Status.Completed ? end.DispatchId : throw new InvalidOperationException($"The run ended as {end.Status.ToWord()}: {end.Error}");
    }

    public long DatabaseBytes() => Directory.Exists(Folder)
        ? new DirectoryInfo(Folder).EnumerateFiles("covalent.db*", SearchOption.TopDirectoryOnly).Where(file => file.Extension != ".db-shm").Sum(file => file.Length) : 0;

    public async ValueTask DisposeAsync()
    {
        await Dispatcher.DisposeAsync();
        if (!_keepFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
