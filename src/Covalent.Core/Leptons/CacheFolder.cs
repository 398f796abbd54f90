using Covalent.Core.Configuration;

namespace Covalent.Core.Leptons;

/// <summary>What is made once on a machine and kept: a folder for each thing, named by what it is made of, built by one process while the others
/// wait, and used only when it is complete.</summary>
internal static class CacheFolder
{
    private const string Complete = ".complete";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Folder of this account's cache on this machine.</summary>
    public static string Root => new ConfigurationFolders(new ConfigurationSources()).Cache;

    /// <summary>The folder of a thing, built if it is not there.</summary>
    /// <param name="kind">Sort of things.</param>
    /// <param name="key">Hash of what it is made of.</param>
    /// <param name="build">Fills the empty folder it is given.</param>
    /// <param name="cancellationToken">Stops waiting and building.</param>
    public static async Task<string> GetAsync(string kind, string key, Func<string, Task> build, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Root, kind, key);
        if (File.Exists(Path.Combine(folder, Complete)))
        {
            return folder;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        var own = await LockAsync(folder + ".lock", cancellationToken).ConfigureAwait(false);
        await using (own.ConfigureAwait(false))
        {
            if (File.Exists(Path.Combine(folder, Complete)))
            {
                return folder;
            }

            // What an earlier builder left half done.
            Delete(folder);
            Directory.CreateDirectory(folder);
            try
            {
                await build(folder).ConfigureAwait(false);
            }
            catch
            {
                Delete(folder);
                throw;
            }

            await File.WriteAllTextAsync(Path.Combine(folder, Complete), "", cancellationToken).ConfigureAwait(false);
            return folder;
        }
    }

    // The lock goes with the process that holds it.
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
