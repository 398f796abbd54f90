namespace Covalent.Executors.Tests;

/// <summary>Folders that every user of this machine may write into, as tasks run as another user than the tests.</summary>
internal static class SharedFolder
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    public static string Create()
    {
        string folder = Directory.CreateTempSubdirectory("covalent-shared-").FullName;
        File.SetUnixFileMode(folder, Everybody);
        return folder;
    }
}
