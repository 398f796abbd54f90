using Covalent.Core.Bundles;

namespace Covalent.Engine;

/// <content>Clearing out the bundles of applications that are not run any more.</content>
public sealed partial class EmbeddedDispatcher
{
    private const string ServerFileName = "server.json";
    private static readonly TimeSpan PrunedEvery = TimeSpan.FromDays(1);

    // Longer than a server keeps them: of dispatches that another process holds in memory only, nothing is known here.
    private static readonly TimeSpan BundlesKept = TimeSpan.FromDays(30);

    private async Task PruneAsync(BundleStore bundles, CancellationToken cancellationToken)
    {
        // A server on the same folder does it, and may have its dispatches in another database.
        if (File.Exists(Path.Combine(_options.DataFolder, ServerFileName)) || !bundles.TryBeginPruning(PrunedEvery))
        {
            return;
        }

        var inUse = await ReadBundlesInUseAsync(cancellationToken).ConfigureAwait(false);
        bundles.Prune(_options.OwnBundle is { } own ? inUse.Append(own).ToHashSet(StringComparer.Ordinal) : inUse, _options.Clock.GetUtcNow() - BundlesKept);
    }
}
