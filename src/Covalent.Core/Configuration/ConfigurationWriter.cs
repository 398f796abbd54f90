using System.Text;

namespace Covalent.Core.Configuration;

/// <summary>Changes the file: lock, read afresh, edit, write beside it, replace in one step, unlock.
/// A process killed at any point leaves either the old file or the new one.</summary>
internal sealed class ConfigurationWriter(ConfigurationSources sources, string file)
{
    // Secrets may stand in it: a file we create is the user's alone.
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task ApplyAsync(ConfigurationChange change, CancellationToken cancellationToken)
    {
        try
        {
            var target = Target(file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var held = await ConfigurationLock.TakeAsync(target, sources, cancellationToken).ConfigureAwait(false);
            var before = ConfigurationFile.Read(target) ?? "";
            var after = ConfigurationEditor.Edit(TomlSource.Parse(before, file), change);
            if (after != before)
            {
                Replace(target, after);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(new ConfigurationProblem(file, 0, 0, $"the file cannot be changed: {refused.Message} Nothing was changed."), refused);
        }
    }

    /// <summary>Where the links end: the link stays, and two links to one file share one lock.</summary>
    private static string Target(string path) => new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static void Replace(string target, string text)
    {
        // The lock makes this name ours; what a killed predecessor left is overwritten.
        var draft = target + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
        }
        File.Move(draft, target, overwrite: true);
    }
}
