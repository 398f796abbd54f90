using Covalent.Core.Files;

namespace Covalent.Core.Bundles;

/// <content>Taking in what another machine sends.</content>
internal sealed partial class BundleStore
{
    /// <summary>Whether a file is stored whole; it then counts as used now.</summary>
    public bool Has(BundleFile file)
    {
        var stored = new FileInfo(PathOf(file.Sha256));
        if (!IsOwn(stored) || stored.Length != file.Length)
        {
            return false;
        }

        Touch(stored);
        return true;
    }

    /// <summary>Whether a bundle and all its files are here.</summary>
    public bool HasManifest(string bundleId) => IsId(bundleId) && OwnFiles.Exists(ManifestPath(bundleId));

    /// <summary>Moves a file in whose hash was checked.</summary>
    public void Take(string temporary, BundleFile file)
    {
        var path = PathOf(file.Sha256);
        var folder = Path.GetDirectoryName(path)!;
        if (OwnFiles.IsLink(folder))
        {
            throw new CovalentException($"'{folder}' is a link, which Covalent does not make there, so it is not followed. Find out who put it there, and delete it.");
        }

        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static bool IsOwn(FileInfo stored) => stored is { Exists: true, LinkTarget: null } && !OwnFiles.IsLink(stored.DirectoryName!);

    /// <summary>Lists a bundle whose files are all here.</summary>
    public void Take(BundleManifest manifest)
    {
        Directory.CreateDirectory(Path.Combine(_root, "manifests"));
        WriteWhole(ManifestPath(manifest.Id), BundleManifestJson.Write(manifest));
    }
}
