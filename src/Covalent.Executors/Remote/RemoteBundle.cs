namespace Covalent.Executors.Remote;

/// <summary>Files that go to a machine as one folder: an application, or a .NET runtime.</summary>
/// <param name="Id">Name of the folder; equal files have equal ids.</param>
/// <param name="Files">The files.</param>
internal sealed record RemoteBundle(string Id, IReadOnlyList<RemoteBundleFile> Files)
{
    /// <summary>Makes contents again that are gone from this machine; null when nothing here can.</summary>
    public Func<CancellationToken, Task>? Restore { get; init; }

    public static RemoteBundle From(TaskBundle bundle) =>
        new(bundle.Manifest.Id, [.. bundle.Manifest.Files.Select(file => new RemoteBundleFile(file.Path, file.Sha256, file.Length, bundle.PathOf(file)))]);

    /// <summary>Sees to it that the contents of files are on this machine.</summary>
    /// <exception cref="ExecutorException">One is gone and cannot be made again.</exception>
    public async Task RequireAsync(IReadOnlyList<RemoteBundleFile> files, CancellationToken cancellationToken)
    {
        if (Restore is { } restore && FindGone(files) is not null)
        {
            await restore(cancellationToken).ConfigureAwait(false);
        }

        if (FindGone(files) is { } gone)
        {
            throw new ExecutorException($"File '{gone.Path}' of bundle '{Id}' cannot be sent: its contents are gone from this machine ('{gone.Source}'). "
                + "They were pruned or deleted; dispatch again from the application, which stores them anew.");
        }
    }

    private static RemoteBundleFile? FindGone(IReadOnlyList<RemoteBundleFile> files) => files.FirstOrDefault(file => !File.Exists(file.Source));
}

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Sha256">Content hash, lower-case hex.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Source">Where it lies on this machine.</param>
internal sealed record RemoteBundleFile(string Path, string Sha256, long Length, string Source);
