using System.Text.Json;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary>How a server is started; kept in the data folder, so that a restart can do the same.</summary>
internal sealed record ServerSettings
{
    private const string FileName = "server.start.json";

    /// <summary>Address to listen on; null for the configured one.</summary>
    public string? Address { get; init; }

    /// <summary>Port to listen on; null for the configured one.</summary>
    public int? Port { get; init; }

    /// <summary>Whether executors that would use a Dask cluster run on this machine instead.</summary>
    public bool NoCluster { get; init; }

    /// <summary>What the last start said; nothing when there was none.</summary>
    public static ServerSettings Read(ServerFolder folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, FileName)));
            var root = document.RootElement;
            return new ServerSettings
            {
                Address = root.GetProperty("address").GetString(),
                Port = root.GetProperty("port") is { ValueKind: JsonValueKind.Number } port ? port.GetInt32() : null,
                NoCluster = root.GetProperty("noCluster").GetBoolean(),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new ServerSettings();
        }
    }

    public async Task WriteAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Path, FileName);
        var text = Json.ToText(json =>
        {
            json.WriteStartObject();
            json.WriteString("address", Address);
            json.WritePropertyName("port");
            if (Port is { } port)
            {
                json.WriteNumberValue(port);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteBoolean("noCluster", NoCluster);
            json.WriteEndObject();
        });
        await File.WriteAllTextAsync(path + ".tmp", text, cancellationToken).ConfigureAwait(false);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    public IEnumerable<string> Arguments()
    {
        if (Address is not null)
        {
            yield return "--address";
            yield return Address;
        }

        if (Port is { } port)
        {
            yield return "--port";
            yield return $"{port}";
        }
    }

    /// <summary>Variables for the server beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Variables => NoCluster ? new Dictionary<string, string> { ["COVALENT_SDK__NO_CLUSTER"] = "true" } : new Dictionary<string, string>();
}
