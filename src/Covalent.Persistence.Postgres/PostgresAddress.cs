using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Which database: read from a connection string, a <c>postgres://</c> address, or a reference to where either is kept.</summary>
internal sealed class PostgresAddress
{
    private const string DefaultSchema = "covalent";
    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly string _given;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings)
    {
        _settings = settings;
        _given = settings.ConnectionString;
        Schema = string.IsNullOrWhiteSpace(settings.SearchPath) ? DefaultSchema : settings.SearchPath.Split(',')[0].Trim().Trim('"');
        settings.SearchPath = QuotedSchema;
    }

    /// <summary>Schema of the tables: the first of <c>Search Path</c>, else <c>covalent</c>.</summary>
    public string Schema { get; }

    public string QuotedSchema => $"\"{Schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public string Database => _settings.Database ?? _settings.Username ?? "";

    public string User => _settings.Username ?? "";

    /// <summary>Host and port.</summary>
    public string Server => $"{_settings.Host}:{_settings.Port}";

    /// <summary>For messages: never contains the password.</summary>
    public string Name => $"postgres://{Server}/{Database}" + (Schema == DefaultSchema ? "" : $"?schema={Schema}");

    /// <summary>Whether a text can be meant as the address of a PostgreSQL database.</summary>
    public static bool IsAddress(string text) =>
        IsReference(text) || IsUri(text) || text.Contains("Host=", StringComparison.OrdinalIgnoreCase) || text.Contains("Server=", StringComparison.OrdinalIgnoreCase);

    /// <param name="text">A connection string, an address, or <c>env:NAME</c> or <c>file:PATH</c> of one.</param>
    /// <exception cref="StorageException">It is none of these; the message does not repeat it.</exception>
    public static PostgresAddress Parse(string text)
    {
        var resolved = IsReference(text) ? Resolve(text) : text;
        try
        {
            var settings = IsUri(resolved) ? PostgresUri.Read(resolved) : new NpgsqlConnectionStringBuilder(resolved);
            return string.IsNullOrWhiteSpace(settings.Host)
                ? throw Malformed("it names no host")
                : new PostgresAddress(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The exception's own text may quote the string, and with it the password.
            throw Malformed(e is UriFormatException ? "the address is malformed" : "a part of it is not known or has no value");
        }
    }

    public NpgsqlDataSource Connect(string applicationName)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
        {
            ApplicationName = applicationName,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
        };
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == 0 ? 64 : settings.MaxAutoPrepare;
        settings.AutoPrepareMinUsages = 2;
        settings.KeepAlive = settings.KeepAlive == 0 ? 15 : settings.KeepAlive;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>Connections for somebody else's tables, which may read and nothing more.</summary>
    public NpgsqlDataSource ConnectReadOnly() => new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(_given)
    {
        ApplicationName = "covalent-trigger",
        Options = "-c default_transaction_read_only=on",
        PersistSecurityInfo = false,
        MaxPoolSize = 1,
    }.ConnectionString).Build();

    /// <summary>Says in our words what went wrong with one of these connections.</summary>
    public StorageException Explain(string doing, NpgsqlException e) => PostgresErrors.Explain(this, doing, e);

    private static bool IsReference(string text) => text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal);

    private static bool IsUri(string text) => text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    private static string Resolve(string reference)
    {
        var name = reference[(reference.IndexOf(':') + 1)..];
        try
        {
            var found = reference.StartsWith("env:", StringComparison.Ordinal) ? Environment.GetEnvironmentVariable(name) : File.ReadAllText(name).Trim();
            return string.IsNullOrEmpty(found) ? throw new StorageException($"The database's connection string is to be found at '{reference}', which is empty or not set. Set it, or name another place.") : found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The database's connection string is to be found at '{reference}', which cannot be read ({e.Message}). Check the path and its rights.", innerException: e);
        }
    }

    private static StorageException Malformed(string reason) => new(
        $"The connection string of the database cannot be used: {reason}. Write \"Host=server;Username=user;Password=…;Database=name\", postgres://user:password@server:5432/name, "
        + "or better env:NAME, the environment variable that holds one of these. (It is not shown here because it may hold a password.)");
}
