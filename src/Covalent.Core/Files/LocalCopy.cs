namespace Covalent.Core.Files;

/// <summary>Copies files and folders on this machine: the copy appears whole.</summary>
internal static class LocalCopy
{
    public static async Task RunAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (Directory.Exists(from))
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                await FileAsync(file, Path.Combine(to, Path.GetRelativePath(from, file)), cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        if (!File.Exists(from))
        {
            throw new CovalentException($"The file '{from}' is to be transferred and is not there on {Environment.MachineName}. Check the path, or let the task write it.");
        }

        await FileAsync(from, Directory.Exists(to) ? Path.Combine(to, Path.GetFileName(from)) : to, cancellationToken).ConfigureAwait(false);
    }

    private static async Task FileAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        var part = to + ".part";
        try
        {
            var source = File.OpenRead(from);
            await using (source.ConfigureAwait(false))
            {
                var target = File.Create(part);
                await using (target.ConfigureAwait(false))
                {
                    await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
                }
            }

            File.Move(part, to, overwrite: true);
        }
        catch
        {
            // A full disk must not stay full.
            File.Delete(part);
            throw;
        }
    }
}
