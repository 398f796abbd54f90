using System.Text.Json;
using System.Text.Json.Serialization;

namespace Covalent.Executors.Dask;

/// <summary>A cluster that was started on this machine, as its state file holds it.</summary>
/// <param name="Address">The scheduler's address.</param>
/// <param name="Python">The interpreter all of it runs on.</param>
/// <param name="Scheduler">The scheduler's process.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Workers">The workers' processes; the nannies' where there are nannies.</param>
internal sealed record LocalDaskState(string Address, string Python, DaskProcess Scheduler, LocalDaskOptions Options, IReadOnlyList<DaskProcess> Workers)
{
    private const string Name = "cluster.json";

    /// <summary>The state in a folder; null when there is none.</summary>
    public static LocalDaskState? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, Name)), LocalDaskJson.Default.LocalDaskState);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, Name));

    public void Write(string folder)
    {
        string part = Path.Combine(folder, $"{Name}.{Guid.NewGuid():N}");
        File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(this, LocalDaskJson.Default.LocalDaskState));
        File.Move(part, Path.Combine(folder, Name), overwrite: true);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LocalDaskState))]
internal sealed partial class LocalDaskJson : JsonSerializerContext;
