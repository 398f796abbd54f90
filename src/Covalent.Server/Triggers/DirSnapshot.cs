using System.Text.Json.Nodes;

namespace Covalent.Server.Triggers;

/// <summary>What was seen of a folder, and how many events are waiting to fill a batch.</summary>
/// <param name="Files">Size and time of writing by relative path.</param>
/// <param name="Pending">Events that have not fired.</param>
/// <param name="Sequence">Batches that have.</param>
internal sealed record DirSnapshot(IReadOnlyDictionary<string, (long Length, long WrittenAt)> Files, long Pending, long Sequence)
{
    /// <summary>A folder with more files is not watched: the list is written down at every change.</summary>
    public const int MostFiles = 50_000;

    public static DirSnapshot Read(string state)
    {
        var json = JsonNode.Parse(state)!.AsObject();
        return new DirSnapshot(
            json["files"]!.AsObject().ToDictionary(file => file.Key, file => (file.Value![0]!.GetValue<long>(), file.Value[1]!.GetValue<long>()), StringComparer.Ordinal),
            json["pending"]!.GetValue<long>(), json["sequence"]!.GetValue<long>());
    }

    public string Write()
    {
        var files = new JsonObject();
        foreach (var (path, (length, writtenAt)) in Files)
        {
            files[path] = new JsonArray(length, writtenAt);
        }

        return new JsonObject { ["files"] = files, ["pending"] = Pending, ["sequence"] = Sequence }.ToJsonString();
    }

    /// <exception cref="IOException">The folder cannot be read, or has too many files.</exception>
    public static IReadOnlyDictionary<string, (long Length, long WrittenAt)> Look(DirTrigger trigger)
    {
        var files = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var folder = new DirectoryInfo(trigger.Path);
        if (!folder.Exists)
        {
            return files;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = trigger.Recursive, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        foreach (var file in folder.EnumerateFiles(trigger.Pattern, options))
        {
            files[Path.GetRelativePath(trigger.Path, file.FullName)] = (file.Length, file.LastWriteTimeUtc.Ticks);
            if (files.Count > MostFiles)
            {
                throw new IOException($"'{trigger.Path}' holds more than {MostFiles} files that count. Narrow the trigger with Pattern, or watch a folder below.");
            }
        }

        return files;
    }

    /// <summary>How many events of the wanted kinds lie between this and what is there now.</summary>
    public int EventsUntil(IReadOnlyDictionary<string, (long Length, long WrittenAt)> now, DirEvents wanted)
    {
        var came = now.Where(file => !Files.ContainsKey(file.Key)).ToList();
        var went = Files.Where(file => !now.ContainsKey(file.Key)).ToList();
        var modified = now.Count(file => Files.TryGetValue(file.Key, out var before) && before != file.Value);
        var moved = 0;
        if (wanted.HasFlag(DirEvents.Moved))
        {
            foreach (var arrival in came.ToList())
            {
                var origin = went.FindIndex(file => file.Value == arrival.Value);
                if (origin >= 0)
                {
                    went.RemoveAt(origin);
                    came.Remove(arrival);
                    moved++;
                }
            }
        }

        return moved + Count(DirEvents.Created, came.Count) + Count(DirEvents.Deleted, went.Count) + Count(DirEvents.Modified, modified);
        int Count(DirEvents kind, int events) => wanted.HasFlag(kind) ? events : 0;
    }
}
