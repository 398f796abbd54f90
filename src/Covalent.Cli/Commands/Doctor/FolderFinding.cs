using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Doctor;

/// <summary>Whether a data folder can be used, and how much room there is.</summary>
internal static class FolderFinding
{
    private const string Subject = "data folder";
    private const long LittleSpace = 1L << 30;
    private const long TooLittleSpace = 16L << 20;

    public static Finding Of(string data)
    {
        try
        {
            var folder = new DirectoryInfo(data);
            var isThere = folder.Exists;
            while (folder is { Exists: false, Parent: { } parent })
            {
                if (File.Exists(folder.FullName))
                {
                    return new Finding(Verdict.Bad, Subject, data, $"{folder.FullName} is a file. Choose a folder with --data or dispatcher.data_dir.");
                }

                folder = parent;
            }

            if (isThere)
            {
                Covalent.Engine.Storage.NetworkFolders.Refuse(data);
            }

            var free = new DriveInfo(folder.FullName).AvailableFreeSpace;
            TryWriting(folder.FullName);
            return new Finding(
                free < TooLittleSpace ? Verdict.Bad : free < LittleSpace ? Verdict.Doubtful : Verdict.Good,
                Subject,
                $"{data}{(isThere ? "" : " (made by the first dispatch)")}, {TimeText.Size(free)} free",
                free < LittleSpace ? "Free some space, or move the folder with dispatcher.data_dir." : "");
        }
        catch (StorageException e)
        {
            return new Finding(Verdict.Bad, Subject, data, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system's message names the file of the trial, which nobody knows.
            var reason = e is UnauthorizedAccessException ? "this user may not write there" : e.Message.Split(" : ")[0].TrimEnd('.');
            return new Finding(Verdict.Bad, Subject, data, $"Nothing can be written there: {reason}. Make it writable, or choose another with --data or dispatcher.data_dir.");
        }
    }

    private static void TryWriting(string folder)
    {
        var probe = Path.Combine(folder, $".covalent-doctor-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
    }
}
