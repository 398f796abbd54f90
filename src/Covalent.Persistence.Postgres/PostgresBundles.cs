using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Engine.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Covalent.Persistence.Postgres;

/// <summary>Bundles in the shared database, so that whichever server runs a dispatch has its code.</summary>
internal sealed class PostgresBundles(PostgresStore store)
{
    public async Task<bool> HasAsync(string bundleId, CancellationToken cancellationToken) => await FindAsync(bundleId, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The manifest; null when the bundle is not there.</summary>
    public async Task<BundleManifest?> FindAsync(string bundleId, CancellationToken cancellationToken)
    {
        var found = await store.UseAsync("look for a bundle", connection => new PostgresReader(connection).RowsAsync("SELECT manifest FROM bundles WHERE id = $1",
            row => row.GetFieldValue<byte[]>(0), cancellationToken, StatementBatch.Text(bundleId)), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : BundleManifestJson.Read(found[0]);
    }

    /// <summary>Writes the files that are not there yet, then the bundle.</summary>
    /// <param name="manifest">The bundle.</param>
    /// <param name="pathOf">Where a file lies on this machine.</param>
    /// <param name="cancellationToken">Gives up; what was written stays and is not written again.</param>
    public async Task PublishAsync(BundleManifest manifest, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        foreach (var file in manifest.Files.DistinctBy(file => file.Sha256))
        {
            await store.WriteAssetAsync(SpooledBytes.OfFile(pathOf(file.Sha256)), cancellationToken).ConfigureAwait(false);
        }

        await store.UseAsync("write down a bundle", async connection =>
        {
            var batch = new StatementBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                batch.Add("INSERT INTO bundles (id, manifest) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET published_at = clock_timestamp()",
                        StatementBatch.Text(manifest.Id), StatementBatch.Bytes(BundleManifestJson.Write(manifest)))
                    .Add("INSERT INTO bundle_files (sha256, bundle) SELECT unnest($1), $2 ON CONFLICT DO NOTHING",
                        StatementBatch.Column<byte[]>([.. manifest.Files.Select(file => file.Sha256).Distinct().Select(Convert.FromHexString)], NpgsqlDbType.Bytea), StatementBatch.Text(manifest.Id));
                await batch.RunAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The bytes of a published file.</summary>
    public ReadOnlyMemory<byte> Read(BundleFile file) => store.ReadAsset(new AssetId(file.Sha256, file.Length));
}
