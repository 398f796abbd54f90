using System.Runtime.InteropServices;
using Covalent.Core.Execution;

namespace Covalent.Core.Bundles;

/// <summary>Puts a bundle's files together in a folder: hard links to the stored files, or copies where the file system has no links.</summary>
internal static partial class BundleTree
{
    /// <summary>A folder with the bundle's files below the data folder, made on first use.</summary>
    public static string In(string dataFolder, BundleManifest manifest, IBundleSource source)
    {
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "bundles", "trees", manifest.Id);
        if (!Directory.Exists(folder))
        {
            Create(folder, manifest, source);
        }

        return folder;
    }

    /// <summary>Makes the folder under another name first, so that it is there whole or not at all.</summary>
    /// <exception cref="CovalentException">A stored file is missing.</exception>
    private static void Create(string folder, BundleManifest manifest, IBundleSource store)
    {
        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        foreach (var file in manifest.Files)
        {
            var source = store.PathOf(file.Sha256);
            if (!File.Exists(source))
            {
                throw new CovalentException($"File '{file.Path}' of bundle '{manifest.Id}' is missing ('{source}'). Dispatch again from the application, which stores it anew.");
            }

            var target = Path.Combine(temporary, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (manifest.Frameworks.Count == 0 && file.Path == manifest.Application && !OperatingSystem.IsWindows())
            {
                // The program of a self-contained application; stored contents cannot be run.
                File.Copy(source, target);
                File.SetUnixFileMode(target, File.GetUnixFileMode(target) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }
            else if (!TryLink(source, target))
            {
                File.Copy(source, target);
            }
        }

        try
        {
            Directory.Move(temporary, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster; its folder has the same contents.
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static bool TryLink(string source, string target) => !OperatingSystem.IsWindows() && Link(source, target) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
