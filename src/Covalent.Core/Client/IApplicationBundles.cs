namespace Covalent.Core.Client;

/// <summary>A dispatcher client that can put this application's files where workers find them. Clients without it run tasks in this process only.</summary>
internal interface IApplicationBundles
{
    /// <summary>Makes sure that the running application's bundle is stored.</summary>
    /// <returns>Its id; null when the application has no files to ship (single-file, trimmed or ahead-of-time compiled).</returns>
    ValueTask<string?> EnsureStoredAsync(CancellationToken cancellationToken);
}
