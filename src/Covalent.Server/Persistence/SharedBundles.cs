using System.Collections.Concurrent;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Persistence.Postgres;

namespace Covalent.Server.Persistence;

/// <summary>Bundles of servers that share a database: each keeps them in its own folder, and fetches what another server took in.</summary>
internal sealed class SharedBundles(BundleStore own, PostgresBundles shared, string dataFolder) : IBundleSource, IDisposable
{
    private readonly ConcurrentDictionary<string, byte> _published = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _fetching = new(1, 1);

    public async ValueTask<BundleManifest> GetAsync(string bundleId, CancellationToken cancellationToken)
    {
        if (!own.HasManifest(bundleId) && await shared.FindAsync(bundleId, cancellationToken) is { } manifest)
        {
            await FetchAsync(manifest, cancellationToken);
        }

        return await own.GetAsync(bundleId, cancellationToken);
    }

    public string PathOf(string sha256) => own.PathOf(sha256);

    /// <summary>Makes sure that other servers can fetch the bundle, before a dispatch that needs it is taken.</summary>
    public async Task PublishAsync(string bundleId, CancellationToken cancellationToken)
    {
        if (_published.ContainsKey(bundleId))
        {
            return;
        }

        if (!await shared.HasAsync(bundleId, cancellationToken))
        {
            await shared.PublishAsync(await own.GetAsync(bundleId, cancellationToken), own.PathOf, cancellationToken);
        }

        _published.TryAdd(bundleId, 0);
    }

    public void Dispose() => _fetching.Dispose();

    private async Task FetchAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "uploads"));
            foreach (var file in manifest.Files.Where(file => !own.Has(file)).DistinctBy(file => file.Sha256))
            {
                var path = Path.Combine(folder.FullName, $"{file.Sha256}.fetched");
                await using (var stream = File.Create(path))
                {
                    foreach (var piece in SpooledBytes.Pieces(shared.Read(file)))
                    {
                        await stream.WriteAsync(piece, cancellationToken);
                    }
                }

                own.Take(path, file);
            }

            own.Take(manifest);
        }
        finally
        {
            _fetching.Release();
        }
    }
}
