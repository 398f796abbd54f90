namespace Covalent.Testing;

/// <summary>Waits for files by the system's own notices, so that no test sleeps.</summary>
internal static class FileNotice
{
    /// <summary>Waits until a file is there.</summary>
    public static Task AppearsAsync(string path, CancellationToken cancellationToken = default) =>
        UntilAsync(Path.GetDirectoryName(path)!, () => File.Exists(path), cancellationToken);

    /// <summary>Waits until a file has so many whole lines, and gives them.</summary>
    public static async Task<string[]> LinesAsync(string path, int count, CancellationToken cancellationToken = default)
    {
        var text = "";
        await UntilAsync(Path.GetDirectoryName(path)!, () => (text = File.Exists(path) ? File.ReadAllText(path) : "").Count(static one => one == '\n') >= count, cancellationToken).ConfigureAwait(false);
        return text.TrimEnd('\n').Split('\n');
    }

    /// <summary>Waits until something is so that can only become so by a change in a folder, or below it.</summary>
    /// <exception cref="TimeoutException">Nothing changed for five minutes.</exception>
    public static Task UntilAsync(string folder, Func<bool> isSo, CancellationToken cancellationToken = default) => UntilAsync(folder, () => Task.FromResult(isSo()), cancellationToken);

    /// <summary>The same for what somebody else has to be asked, who writes to the folder whenever there may be something new: a log, a state.</summary>
    /// <exception cref="TimeoutException">Nothing changed for five minutes.</exception>
    public static async Task UntilAsync(string folder, Func<Task<bool>> isSo, CancellationToken cancellationToken = default)
    {
        using var changes = new FolderChanges(folder);
        while (!await isSo().ConfigureAwait(false))
        {
            await changes.NextAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
