namespace Covalent;

/// <summary>The files an application needs to run its tasks elsewhere. The id is the hash of this list, so equal applications share it.</summary>
public sealed record BundleManifest
{
    /// <summary>SHA-256 (lower-case hex) of the canonical file list.</summary>
    public required string Id { get; init; }

    /// <summary>File name of the application's main assembly without extension; names its deps and runtimeconfig files.</summary>
    public required string Application { get; init; }

    /// <summary>Runtime identifier the native files are for, such as <c>linux-x64</c>.</summary>
    public required string RuntimeIdentifier { get; init; }

    /// <summary>Shared frameworks the application names, each with the version it was built for.</summary>
    public required IReadOnlyList<FrameworkReference> Frameworks { get; init; }

    /// <summary>All files, relative path first, ordered by path.</summary>
    public required IReadOnlyList<BundleFile> Files { get; init; }
}

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Relative path with forward slashes; never absolute, never with <c>..</c>.</param>
/// <param name="Sha256">Content hash, lower-case hex.</param>
/// <param name="Length">Length in bytes.</param>
public sealed record BundleFile(string Path, string Sha256, long Length);

/// <summary>A shared framework an application names.</summary>
/// <param name="Name">Such as <c>Microsoft.NETCore.App</c>.</param>
/// <param name="Version">Such as <c>10.0.0</c>.</param>
public sealed record FrameworkReference(string Name, string Version);
