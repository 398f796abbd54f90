namespace Covalent.Server.Hosting;

/// <summary>How the command line started a server that took its place: kept for <c>covalent restart</c> once the server is ready, thrown away when it fails.</summary>
internal static class StartRecord
{
    private const string Name = "server.start.json";

    public static void Keep(ServerOptions options)
    {
        if (PathOf(options) is { } path && File.Exists(path))
        {
            File.Move(path, Path.Combine(options.DataFolder, Name), overwrite: true);
        }
    }

    public static void Forget(ServerOptions options)
    {
        if (PathOf(options) is { } path)
        {
            File.Delete(path);
        }
    }

    private static string? PathOf(ServerOptions options) => options.StartFile is { Length: > 0 } file ? Path.Combine(options.DataFolder, file) : null;
}
