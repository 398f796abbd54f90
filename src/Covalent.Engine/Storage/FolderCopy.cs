using System.Runtime.InteropServices;
using Covalent.Core.Files;

namespace Covalent.Engine.Storage;

/// <summary>Copies folders of files that never change: by links where the file system has them, so that a copy takes no time and no space.</summary>
internal static partial class FolderCopy
{
    public static void Run(string from, string to, CancellationToken cancellationToken)
    {
        foreach (var file in OwnFiles.Below(from).Select(static file => file.FullName))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Path.GetExtension(file) != ".tmp")
            {
                Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
            }
        }
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            if (OperatingSystem.IsWindows() || Link(source, target) != 0)
            {
                File.Copy(source, target);
            }
        }
        catch (FileNotFoundException)
        {
            // Deleted meanwhile, so nothing that was copied needs it.
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
