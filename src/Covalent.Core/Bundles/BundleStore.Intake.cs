namespace Covalent.Core.Bundles;

/// <content>Taking in what another machine sends.</content>
internal sealed partial class BundleStore
{
    /// <summary>Whether a file is stored whole; it then counts as used now.</summary>
    public bool Has(BundleFile file)
    {
        var stored = new FileInfo(PathOf(file.Sha256));
        if (!stored.Exists || stored.Length != file.Length)
        {
            return false;
        }

        Touch(stored);
        return true;
    }

    /// <summary>Whether a bundle and all its files are here.</summary>
    public bool HasManifest(string bundleId) => IsId(bundleId) && File.Exists(ManifestPath(bundleId));

    /// <summary>Moves a file in whose hash was checked.</summary>
    public void Take(string temporary, BundleFile file)
    {
        var path = PathOf(file.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Lists a bundle whose files are all here.</summary>
    public void Take(BundleManifest manifest)
    {
        Directory.CreateDirectory(Path.Combine(_root, "manifests"));
        WriteWhole(ManifestPath(manifest.Id), BundleManifestJson.Write(manifest));
    }
}
