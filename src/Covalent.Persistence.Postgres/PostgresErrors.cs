using System.Net.Sockets;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Says in our words what PostgreSQL, or the way to it, refused. Passwords are in none of these.</summary>
internal static class PostgresErrors
{
    /// <summary>Raised by <c>begin_commit</c>.</summary>
    public const string LeaseLost = "CV001";

    /// <summary>Whether the connection broke or the server is going or coming, so that the same statement may do later.</summary>
    public static bool IsOutage(Exception e) => e switch
    {
        PostgresException p => p.SqlState is "57P01" or "57P02" or "57P03" or "53300" or "25006" || p.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true,
        SocketException or TimeoutException or IOException => true,
        _ => false,
    };

    public static bool IsConflict(Exception e) => e is PostgresException { SqlState: "40001" or "40P01" or "55P03" };

    public static StorageException Explain(PostgresAddress address, string doing, Exception e) => new(
        $"The database {address.Name} failed at: {doing}. {Reason(address, e)}", isTransient: IsOutage(e) || IsConflict(e), innerException: Harmless(e));

    public static StorageException Lost(PostgresAddress address, Exception? e = null) => new(
        $"This engine's lease on the database {address.Name} has run out and another engine has taken over, so nothing more is written from here. "
        + "Its dispatches go on there; start this process again to have it stand by.", innerException: e);

    private static string Reason(PostgresAddress address, Exception e) => e switch
    {
        PostgresException { SqlState: "28P01" or "28000" } =>
            $"The server refused the login of user '{address.User}'. Check the user name and the password, and what pg_hba.conf asks for.",
        PostgresException { SqlState: "3D000" } =>
            $"There is no database '{address.Database}' on {address.Server}. Create it (createdb {address.Database}), or name another one.",
        PostgresException { SqlState: "42501" } p =>
            $"User '{address.User}' has not the rights ({p.MessageText}). Grant CREATE on the database and the schema '{address.Schema}' to that user.",
        PostgresException { SqlState: "53300" } => "The server has no connection left. Raise max_connections, or lower 'Maximum Pool Size' in the connection string.",
        PostgresException { SqlState: "53100" } => "The server's disk is full. Free some space; unfinished dispatches are then continued.",
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } p => $"The server is stopping or starting ({p.MessageText}). Try again when it is up.",
        PostgresException p => $"PostgreSQL said: {p.MessageText} ({p.SqlState}).",
        NpgsqlException { InnerException: SocketException s } =>
            $"{address.Server} cannot be reached ({s.Message}). Check that PostgreSQL runs there and that host, port and firewall are right.",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => $"{address.Server} did not answer in time. Check its load and the network.",
        NpgsqlException n => $"The connection to {address.Server} failed ({n.Message}). Check the server's log.",
        _ => e.Message,
    };

    // Details and hints of PostgreSQL may quote rows, and with them values.
    private static Exception? Harmless(Exception e) => e is PostgresException ? null : e;
}
