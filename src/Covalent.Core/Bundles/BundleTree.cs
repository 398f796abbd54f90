using System.Runtime.InteropServices;

namespace Covalent.Core.Bundles;

/// <summary>Puts a bundle's files together in a folder: hard links to the stored files, or copies where the file system has no links.</summary>
internal static partial class BundleTree
{
    /// <summary>Makes the folder under another name first, so that it is there whole or not at all.</summary>
    /// <exception cref="CovalentException">A stored file is missing.</exception>
    public static void Create(string folder, BundleManifest manifest, BundleStore store)
    {
        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        foreach (var file in manifest.Files)
        {
            var source = store.PathOf(file.Sha256);
            if (!File.Exists(source))
            {
                throw new CovalentException($"File '{file.Path}' of bundle '{manifest.Id}' is missing in '{store.Root}'. Dispatch again from the application, which stores it anew.");
            }

            var target = Path.Combine(temporary, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!TryLink(source, target))
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
