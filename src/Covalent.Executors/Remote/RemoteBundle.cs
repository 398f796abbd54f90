namespace Covalent.Executors.Remote;

/// <summary>Files that go to a machine as one folder: an application, or a .NET runtime.</summary>
/// <param name="Id">Name of the folder; equal files have equal ids.</param>
/// <param name="Files">The files.</param>
internal sealed record RemoteBundle(string Id, IReadOnlyList<RemoteBundleFile> Files)
{
    public static RemoteBundle From(TaskBundle bundle) =>
        new(bundle.Manifest.Id, [.. bundle.Manifest.Files.Select(file => new RemoteBundleFile(file.Path, file.Sha256, file.Length, bundle.PathOf(file)))]);
}

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Sha256">Content hash, lower-case hex.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Source">Where it lies on this machine.</param>
internal sealed record RemoteBundleFile(string Path, string Sha256, long Length, string Source);
