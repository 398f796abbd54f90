using System.Collections.Concurrent;

namespace Covalent.Core.Bundles;

/// <summary>The bundle of the running application, stored once a process. The first call reads and stores the files; later ones only look
/// whether an assembly was loaded since, whose file might be newer than the stored one.</summary>
internal sealed class ApplicationBundle
{
    private static readonly ConcurrentDictionary<string, ApplicationBundle> PerStore = new(StringComparer.Ordinal);

    private readonly BundleStore _store;
    private readonly Lock _lock = new();
    private IReadOnlyDictionary<string, string> _copyOfSource = new Dictionary<string, string>();
    private SourceState[] _sources = [];
    private Task<BundleResult>? _result;
    private volatile bool _assemblyLoaded;

    private ApplicationBundle(BundleStore store)
    {
        _store = store;
        AppDomain.CurrentDomain.AssemblyLoad += (_, _) => _assemblyLoaded = true;
    }

    /// <summary>The application's folder; null when it has no files.</summary>
    public string? Folder { get; private set; }

    /// <summary>The one for a data folder in this process.</summary>
    public static ApplicationBundle For(string dataFolder, TimeProvider clock) =>
        PerStore.GetOrAdd(Path.GetFullPath(dataFolder), static (folder, time) => new ApplicationBundle(new BundleStore(folder, time)), clock);

    /// <summary>The bundle for this platform, in the store when this returns.</summary>
    /// <exception cref="CovalentException">The application was built again while it runs.</exception>
    public ValueTask<BundleResult> GetAsync(CancellationToken cancellationToken = default)
    {
        if (_result is { IsCompletedSuccessfully: true } known && IsStored(known.Result))
        {
            VerifyNewlyLoaded();
            return ValueTask.FromResult(known.Result);
        }

        lock (_lock)
        {
            if (_result is null or { IsFaulted: true } || (_result.IsCompletedSuccessfully && !IsStored(_result.Result)))
            {
                _result = Task.Run(() => StoreAsync(CancellationToken.None), CancellationToken.None);
            }

            return new ValueTask<BundleResult>(_result.WaitAsync(cancellationToken));
        }
    }

    /// <summary>The same application for another platform, from the assets its packages brought along.</summary>
    public async Task<BundleResult> GetForAsync(string runtimeIdentifier, CancellationToken cancellationToken = default) =>
        Application.Find(out var reason) is { } application
            ? application.IsSelfContained && runtimeIdentifier != RuntimeIdentifiers.Current
            ? BundleResult.None($"it brings its own .NET runtime for {RuntimeIdentifiers.Current}; publish it without SelfContained")
            : application.WhyNotOn(runtimeIdentifier) is { Length: > 0 } why
            ? BundleResult.None(why)
            : new BundleResult(await AddAsync(application, runtimeIdentifier, application.Files(runtimeIdentifier), cancellationToken).ConfigureAwait(false), "")
            : BundleResult.None(reason);

    /// <summary>Whether the application's own folder still holds exactly what was stored, so that workers can be started in it.</summary>
    public bool IsFolderUnchanged() => _sources.Length > 0 && _sources.All(source => source.IsUnchanged());

    // Another process may have pruned what this one has not used for long.
    private bool IsStored(BundleResult result) => result.Manifest is not { } manifest || _store.TryUse(manifest);

    private void VerifyNewlyLoaded()
    {
        if (!_assemblyLoaded)
        {
            return;
        }

        _assemblyLoaded = false;
        try
        {
            LoadedModules.Verify(_copyOfSource);
        }
        catch (CovalentException)
        {
            // Wrong stays wrong: every later call must say so too.
            _assemblyLoaded = true;
            throw;
        }
    }

    private async Task<BundleResult> StoreAsync(CancellationToken cancellationToken)
    {
        if (Application.Find(out var reason) is not { } application)
        {
            return BundleResult.None(reason);
        }

        var files = application.Files(RuntimeIdentifiers.Current);
        var before = files.Select(file => SourceState.Of(file.Source)).ToArray();
        var manifest = await AddAsync(application, RuntimeIdentifiers.Current, files, cancellationToken).ConfigureAwait(false);
        var hashes = manifest.Files.ToDictionary(file => file.Path, file => file.Sha256, StringComparer.Ordinal);
        _copyOfSource = files.DistinctBy(file => file.Source).ToDictionary(file => file.Source, file => _store.PathOf(hashes[file.Path]), StringComparer.Ordinal);
        _sources = files.All(file => file.Source.StartsWith(application.Folder, StringComparison.Ordinal)) ? before : [];
        Folder = application.Folder;
        return new BundleResult(manifest, "");
    }

    private Task<BundleManifest> AddAsync(Application application, string runtimeIdentifier, IReadOnlyList<ApplicationFile> files, CancellationToken cancellationToken) =>
        _store.AddAsync(application.Name, runtimeIdentifier, application.Frameworks, files, cancellationToken);

    private sealed record SourceState(string Path, long Length, DateTime Changed)
    {
        public static SourceState Of(string path) => new FileInfo(path) is var file ? new SourceState(path, file.Length, file.LastWriteTimeUtc) : throw new FileNotFoundException(path);

        public bool IsUnchanged() => new FileInfo(Path) is { Exists: true } now && now.Length == Length && now.LastWriteTimeUtc == Changed;
    }
}
