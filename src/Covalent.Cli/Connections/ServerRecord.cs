using System.Text.Json;
using Covalent.Core.Execution;

namespace Covalent.Cli.Connections;

/// <summary>What a server wrote about itself into its data folder: <c>server.json</c>.</summary>
/// <param name="Process">The process.</param>
/// <param name="Address">Where it answers.</param>
/// <param name="Version">Its version.</param>
/// <param name="StartedAt">When it was ready.</param>
internal sealed record ServerRecord(ProcessIdentity Process, Uri Address, string Version, DateTimeOffset StartedAt)
{
    private const string FileName = "server.json";

    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>The server that runs on the folder; null when there is none, or when its process is gone.</summary>
    public static ServerRecord? FindRunning(string folder) => Read(folder) is { } record && record.Process.IsAlive() ? record : null;

    /// <summary>What the file says, of a living server or not; null when there is no readable one.</summary>
    public static ServerRecord? Read(string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(PathIn(folder)));
            var root = document.RootElement;
            return new ServerRecord(
                new ProcessIdentity(root.GetProperty("pid").GetInt32(), root.GetProperty("processStart").GetDateTimeOffset().UtcTicks),
                new Uri(root.GetProperty("address").GetString()!),
                root.GetProperty("version").GetString() ?? "",
                root.GetProperty("started").GetDateTimeOffset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }
}
