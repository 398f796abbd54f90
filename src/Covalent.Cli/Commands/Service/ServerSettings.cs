using System.Text.Json;
using Covalent.Cli.Interaction;
using Covalent.Core.Configuration;

namespace Covalent.Cli.Commands.Service;

/// <summary>How a server is started; kept in the data folder, so that a restart can do the same.</summary>
internal sealed record ServerSettings
{
    private const string FileName = "server.start.json";
    private const string NewFileName = "server.start.new.json";

    /// <summary>Address to listen on; null for the configured one.</summary>
    public string? Address { get; init; }

    /// <summary>Port to listen on; null for the configured one.</summary>
    public int? Port { get; init; }

    /// <summary>Whether executors that would use a Dask cluster run on this machine instead.</summary>
    public bool NoCluster { get; init; }

    /// <summary>Workers of the Dask cluster that goes with the server, 0 for the usual number; null when none was asked for.</summary>
    public int? Cluster { get; init; }

    /// <summary>Whether the Dask cluster of this folder was started with the server, and ends with it.</summary>
    public bool OwnsCluster { get; init; }

    /// <summary>Shared database, or where its address is kept; null for the configured one. One with a password is never written.</summary>
    public string? Database { get; init; }

    /// <summary>Whether the last start named a database with its password, which was not kept.</summary>
    public bool HadSecretDatabase { get; init; }

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
                Cluster = root.TryGetProperty("cluster", out var cluster) && cluster.ValueKind == JsonValueKind.Number ? cluster.GetInt32() : null,
                OwnsCluster = root.TryGetProperty("ownsCluster", out var owns) && owns.GetBoolean(),
                Database = root.TryGetProperty("database", out var database) ? database.GetString() : null,
                HadSecretDatabase = root.TryGetProperty("hadSecretDatabase", out var secret) && secret.GetBoolean(),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new ServerSettings();
        }
    }

    /// <summary>The file as it is now, to be put back when a start does not succeed.</summary>
    public static KeptSettings Keep(ServerFolder folder)
    {
        var path = Path.Combine(folder.Path, FileName);
        return new KeptSettings(path, File.Exists(path) ? File.ReadAllBytes(path) : null);
    }

    public Task WriteAsync(ServerFolder folder, CancellationToken cancellationToken) => WriteAsync(Path.Combine(folder.Path, FileName), cancellationToken);

    /// <summary>Writes them down for a server that takes this process's place: it keeps them once it is ready, and throws them away when it fails.</summary>
    /// <returns>What the server has to be told, as variables.</returns>
    public async Task<IReadOnlyDictionary<string, string>> OfferAsync(ServerFolder folder, CancellationToken cancellationToken)
    {
        if (OwnsCluster)
        {
            // The cluster runs already, so 'stop' has to know of it whatever becomes of the server.
            await (Read(folder) with { OwnsCluster = true }).WriteAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        await WriteAsync(Path.Combine(folder.Path, NewFileName), cancellationToken).ConfigureAwait(false);
        return new Dictionary<string, string>(Variables) { ["COVALENT_SERVER_START"] = NewFileName };
    }

    private async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        var text = Json.ToText(json =>
        {
            json.WriteStartObject();
            json.WriteString("address", Address);
            json.WriteNumberOrNull("port", Port);
            json.WriteBoolean("noCluster", NoCluster);
            json.WriteNumberOrNull("cluster", Cluster);
            json.WriteBoolean("ownsCluster", OwnsCluster);
            json.WriteString("database", HasSecretDatabase ? null : Database);
            json.WriteBoolean("hadSecretDatabase", HasSecretDatabase);
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

    /// <summary>Variables for the server beside those of this process. A database's address is among them, and not among the arguments, which everybody on the
    /// machine can see.</summary>
    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string>();
            if (NoCluster)
            {
                variables["COVALENT_SDK__NO_CLUSTER"] = "true";
            }

            if (Database is not null)
            {
                variables["COVALENT_DATABASE_URL"] = Database;
            }

            return variables;
        }
    }

    private bool HasSecretDatabase => Secrets.HoldsCredentials(Database) || Database?.Contains("pwd=", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Settings of a server as they were.</summary>
/// <param name="Path">Their file.</param>
/// <param name="Text">What was in it; null when it was not there.</param>
internal sealed record KeptSettings(string Path, byte[]? Text)
{
    public void Restore()
    {
        if (Text is not null)
        {
            File.WriteAllBytes(Path, Text);
        }
        else if (File.Exists(Path))
        {
            File.Delete(Path);
        }
    }
}
