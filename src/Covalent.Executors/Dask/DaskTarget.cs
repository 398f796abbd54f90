using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>Where a scheduler is and how to speak to it.</summary>
/// <param name="Address">Such as <c>tcp://127.0.0.1:8786</c>.</param>
/// <param name="ScriptFolder">Where the bridge's program may lie.</param>
internal sealed record DaskTarget(string Address, string ScriptFolder)
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Certificate authority, certificate and key files; null without TLS.</summary>
    public DaskTls? Tls { get; init; }

    /// <summary>Name under which tasks tell things; empty for connections that run no tasks.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Go on although the cluster runs another version of distributed.</summary>
    public bool AnyVersion { get; init; }

    /// <summary>Folder in which large results arrive; empty for connections that run no tasks.</summary>
    public string Inbox { get; init; } = "";

    public JsonObject ToConnect() => new()
    {
        ["op"] = "connect",
        ["address"] = Address,
        ["timeout"] = ConnectTimeout.TotalSeconds,
        ["tls"] = Tls is { } tls ? new JsonObject { ["ca"] = tls.CaFile, ["cert"] = tls.ClientCert, ["key"] = tls.ClientKey } : null,
        ["topic"] = Topic,
        ["inbox"] = Inbox,
        ["module"] = DaskScripts.FarModule,
        ["any_version"] = AnyVersion,
    };
}

/// <summary>Files for TLS; empty where not used.</summary>
internal sealed record DaskTls(string CaFile, string ClientCert, string ClientKey);
