namespace Covalent.Server.Hosting;

/// <summary>Lets one server at a time use a data folder. The operating system gives the lock back when the process ends, however it ends.</summary>
internal sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private ServerLock(FileStream file) => _file = file;

    /// <exception cref="ServerRunningException">Another server holds it.</exception>
    public static ServerLock Take(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        try
        {
            return new ServerLock(new FileStream(Path.Combine(dataFolder, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException)
        {
            var where = ServerFile.ReadAddress(dataFolder) is { } address ? $" on {address}" : "";
            throw new ServerRunningException($"A server already serves the data folder '{dataFolder}'{where}. Use that one, stop it first, or choose another folder with --data.");
        }
    }

    public void Dispose() => _file.Dispose();
}
