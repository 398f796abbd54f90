using System.Diagnostics;
using System.Text.Json;
using Covalent.Core.Execution;

namespace Covalent.Server.Hosting;

/// <summary><c>server.json</c> in the data folder: who serves it and where. Written whole when the server is ready, removed on a clean stop.</summary>
internal static class ServerFile
{
    public const string Name = "server.json";

    public static void Write(string dataFolder, string address, DateTimeOffset started)
    {
        using var process = Process.GetCurrentProcess();
        var path = Path.Combine(dataFolder, Name);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var file = File.Create(temporary))
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("pid"u8, Environment.ProcessId);
            json.WriteString("processStart"u8, new DateTimeOffset(process.StartTime.ToUniversalTime()));
            json.WriteString("address"u8, address);
            json.WriteString("version"u8, CovalentVersion.Text);
            json.WriteString("started"u8, started);
            json.WriteEndObject();
        }

        File.Move(temporary, path, overwrite: true);
    }

    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, Name));

    /// <summary>The address another server wrote; null when there is none to read.</summary>
    public static string? ReadAddress(string dataFolder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(dataFolder, Name)));
            return document.RootElement.GetProperty("address").GetString();
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
