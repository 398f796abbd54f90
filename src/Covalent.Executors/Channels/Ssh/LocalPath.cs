namespace Covalent.Executors.Channels.Ssh;

/// <summary>Paths on this machine as people write them.</summary>
internal static class LocalPath
{
    public static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Replaces a leading <c>~</c> by the home folder and makes the path absolute.</summary>
    public static string Expand(string path) =>
        path == "~" ? Home
        : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Home, path[2..])
        : Path.GetFullPath(path);
}
