using System.Globalization;

namespace Covalent.Server.Hosting;

/// <summary>How one server listens and stores.</summary>
/// <param name="DataFolder">Folder of the database, the payloads, the bundles and the logs.</param>
internal sealed record ServerOptions(string DataFolder)
{
    public const int DefaultPort = 48008;
    public const string TokenVariable = "COVALENT_SERVER_TOKEN";

    /// <summary>Names the file of the data folder in which <c>covalent start --foreground</c> wrote how it starts this server.</summary>
    public const string StartVariable = "COVALENT_SERVER_START";

    private const string Usage = "Usage: covalent-server [--data DIR] [--address A] [--port N] [--database URL] [--certificate FILE [--certificate-key FILE]], or covalent-server token …";

    /// <summary>Address to listen on: an IP address, <c>localhost</c> or <c>*</c> for all. Default: 127.0.0.1.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; the next free one is taken where it is in use, and 0 is any. Default: 48008.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Token that allows everything, beside those in the token file; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Shared database, as a connection string, an address or a reference (<c>env:NAME</c>); null: the SQLite database in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>On a shared database: how long a server may not have shown that it lives before another takes its place. Default: 10 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Names the server is called by, beside its address, <c>localhost</c> and the machine's name.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins of pages that may call, beside the server's own.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Certificate for HTTPS, PEM or PFX; null for plain HTTP.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Key of a PEM certificate; null when it is in the same file.</summary>
    public string? CertificateKeyPath { get; init; }

    /// <summary>Most bytes of a submission in one request. Default: 256 MiB.</summary>
    public long LargestBody { get; init; } = 256L << 20;

    /// <summary>Most bytes of a submission as JSON, which takes several times as much memory. Default: 32 MiB.</summary>
    public long LargestJson { get; init; } = 32L << 20;

    /// <summary>Most bytes of a task's result; a larger one fails its task. Default: 2 GiB less one, which is what one value can have.</summary>
    public long LargestResult { get; init; } = int.MaxValue;

    /// <summary>Most bytes of a submission that is sent beforehand. Default: 1 GiB.</summary>
    public long LargestDocument { get; init; } = 1L << 30;

    /// <summary>Most bytes of submissions in memory at once; further ones wait, then are asked to come back. Default: 1 GiB.</summary>
    public long BodiesAtOnce { get; init; } = 1L << 30;

    /// <summary>How long a submission waits for memory before it is asked to come back. Default: 10 seconds.</summary>
    public TimeSpan BodyPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of one file of a bundle. Default: 2 GiB.</summary>
    public long LargestFile { get; init; } = 2L << 30;

    /// <summary>Most bytes that unfinished uploads, submissions and imports take on disk together; null: a quarter of what is free without them.</summary>
    public long? UploadsQuota { get; init; }

    /// <summary>Bytes of the disk that nothing is taken in on, so that what runs can store its results; null: a twentieth of the disk, at most 1 GiB.</summary>
    public long? DiskReserve { get; init; }

    /// <summary>How long an upload is kept that nobody goes on with. Default: a day.</summary>
    public TimeSpan UploadsKept { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Connections at once. Default: 4096.</summary>
    public int MostConnections { get; init; } = 4096;

    /// <summary>How long a client may take to send the head of a request. Default: 15 seconds.</summary>
    public TimeSpan HeadPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes a second below which a client that sends or receives a body is dropped, after <see cref="BodyGrace"/>. Default: 240.</summary>
    public double SlowestBody { get; init; } = 240;

    /// <summary>How long a body may be slower. Default: 5 seconds.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Least important messages in the log. Default: information.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How the command line started this server, a file of the data folder that is kept for its next restart when this start succeeds; null when it did not.</summary>
    public string? StartFile { get; init; }

    /// <summary>The user's configuration.</summary>
    public required CovalentConfiguration Configuration { get; init; }

    /// <summary>Clock of everything. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Executors known beside the configured ones, by short name; for tests.</summary>
    public Func<ExecutorSpec, Executor?>? Executors { get; init; }

    /// <summary>Reads a command line over the configuration.</summary>
    /// <exception cref="ArgumentException">An option is unknown or its value wrong.</exception>
    public static ServerOptions Parse(IReadOnlyList<string> arguments, CovalentConfiguration configuration)
    {
        var options = FromConfiguration(configuration);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"Option '{arguments[i]}' needs a value. {Usage}");
            options = arguments[i] switch
            {
                "--data" => options with { DataFolder = Path.GetFullPath(value) },
                "--address" => options with { Address = value },
                "--port" => options with { Port = ParsePort(value) },
                "--database" => options with { Database = value },
                "--certificate" => options with { CertificatePath = Path.GetFullPath(value) },
                "--certificate-key" => options with { CertificateKeyPath = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"Option '{arguments[i]}' is not known. {Usage}"),
            };
        }

        return options;
    }

    // Records print all their members; this one holds a secret.
    public override string ToString() => $"{nameof(ServerOptions)} {{ DataFolder = {DataFolder}, Address = {Address}, Port = {Port} }}";

    private static ServerOptions FromConfiguration(CovalentConfiguration configuration) => new(configuration.DataFolder)
    {
        Configuration = configuration,
        Address = configuration.GetBoolean("dispatcher.listen_on_all") == true ? "*" : "127.0.0.1",
        Port = (int)(configuration.GetInteger("dispatcher.port") ?? DefaultPort),
        Token = Environment.GetEnvironmentVariable(TokenVariable),
        StartFile = Path.GetFileName(Environment.GetEnvironmentVariable(StartVariable)),
        Database = configuration.GetText("dispatcher.database_url") is { Length: > 0 } database ? database : null,
        Lease = configuration.GetDuration("dispatcher.lease") is { Ticks: > 0 } lease ? lease : TimeSpan.FromSeconds(10),
        AllowedHosts = configuration.GetTexts("dispatcher.allowed_hosts"),
        AllowedOrigins = configuration.GetTexts("dispatcher.allowed_origins"),
        CertificatePath = configuration.GetPath("dispatcher.certificate"),
        CertificateKeyPath = configuration.GetPath("dispatcher.certificate_key"),
        LogLevel = LogLevelOf(configuration.GetText("dispatcher.log_level")),
        LargestBody = Limit(configuration, "largest_submission", 256L << 20),
        LargestJson = Limit(configuration, "largest_json_submission", 32L << 20),
        LargestDocument = Limit(configuration, "largest_document", 1L << 30),
        BodiesAtOnce = Limit(configuration, "submissions_at_once", 1L << 30),
        LargestFile = Limit(configuration, "largest_file", 2L << 30),
        LargestResult = Limit(configuration, "largest_result", int.MaxValue),
        UploadsQuota = configuration.GetInteger("dispatcher.uploads_quota") is > 0 and var quota ? quota : null,
        DiskReserve = configuration.GetInteger("dispatcher.disk_reserve") is > 0 and var reserve ? reserve : null,
        UploadsKept = configuration.GetDuration("dispatcher.uploads_kept") is { Ticks: > 0 } kept ? kept : TimeSpan.FromDays(1),
        MostConnections = (int)Math.Min(int.MaxValue, Limit(configuration, "connections", 4096)),
    };

    private static long Limit(CovalentConfiguration configuration, string name, long usual) => configuration.GetInteger($"dispatcher.{name}") is > 0 and var limit ? limit : usual;

    private static LogLevel LogLevelOf(string? word) => word switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" => LogLevel.Critical,
        "none" => LogLevel.None,
        _ => LogLevel.Information,
    };

    private static int ParsePort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
        ? port
        : throw new ArgumentException($"'{text}' is not a port; use 0 (any) to 65535.");
}
