using System.Collections.Concurrent;
using System.Globalization;

namespace Covalent.Core.Bundles;

/// <summary>Remembers the hashes of files by path, size and time of last change, so that an application is not read again at every start.</summary>
internal sealed class HashCache(string path, TimeProvider clock)
{
    // A file changed again within the clock's grain would look unchanged; entries this young are not believed later.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Entry> _entries = Load(path);
    private bool _changed;

    public string? Find(FileInfo file) =>
        _entries.TryGetValue(file.FullName, out var entry) && entry.Length == file.Length && entry.Changed == file.LastWriteTimeUtc.Ticks ? entry.Sha256 : null;

    public void Add(FileInfo file, string sha256)
    {
        if (clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Grain)
        {
            _entries[file.FullName] = new Entry(sha256, file.Length, file.LastWriteTimeUtc.Ticks);
            _changed = true;
        }
    }

    /// <summary>Writes what was added; another process writing at the same time may win, which only costs hashing again.</summary>
    public void Save()
    {
        if (!_changed)
        {
            return;
        }

        _changed = false;
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllLines(temporary, _entries.Where(entry => !entry.Key.Contains('\n')).Select(entry =>
            string.Create(CultureInfo.InvariantCulture, $"{entry.Value.Sha256}\t{entry.Value.Length}\t{entry.Value.Changed}\t{entry.Key}")));
        File.Move(temporary, path, overwrite: true);
    }

    private static ConcurrentDictionary<string, Entry> Load(string path)
    {
        var entries = new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return entries;
        }

        foreach (var line in File.ReadLines(path))
        {
            if (line.Split('\t', 4) is [{ Length: 64 } sha256, var length, var changed, var file]
                && long.TryParse(length, CultureInfo.InvariantCulture, out var size) && long.TryParse(changed, CultureInfo.InvariantCulture, out var ticks))
            {
                entries[file] = new Entry(sha256, size, ticks);
            }
        }

        return entries;
    }

    private readonly record struct Entry(string Sha256, long Length, long Changed);
}
