using System.CommandLine;

namespace Covalent.Cli.Commands.Service;

/// <summary>Options of everything that starts a server.</summary>
internal sealed class StartOptions
{
    private const int DefaultTimeout = 60;

    private readonly Option<string?> _address = new("--address") { Description = "Address to listen on; any other than this machine's own demands tokens. Default: 127.0.0.1.", HelpName = "IP" };

    private readonly Option<int?> _port = new("--port", "-p") { Description = "Port to listen on, 0 for any. Without it dispatcher.port, and the next free one when that is taken.", HelpName = "N" };

    private readonly Option<bool> _noCluster = new("--no-cluster") { Description = "Run tasks that would use a Dask cluster on this machine." };

    private readonly Option<int?> _cluster = new("--cluster")
    {
        Description = "Also start a Dask cluster of N workers on this machine (without N: one per processor), which 'covalent stop' ends; takes an earlier --no-cluster back.",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "PostgreSQL database shared with other servers, instead of dispatcher.database_url: an address, or env:NAME or file:PATH of one, which keeps its password out of the list of processes.",
        HelpName = "URL",
    };

    public StartOptions()
    {
        _port.Between(0, ushort.MaxValue);
        _cluster.Between(1, 10_000);
    }

    public Option<bool> IgnoreMigrations { get; } = new("--ignore-migrations") { Description = "Start although the database has an older schema; the server brings it up to date." };

    public Option<int> Timeout { get; } = TimeoutOption("Seconds to wait until it is ready");

    public Option<bool> Json { get; } = VerbCommand.JsonOption();

    public static Option<int> TimeoutOption(string what)
    {
        var option = new Option<int>("--timeout") { Description = $"{what}.", DefaultValueFactory = static _ => DefaultTimeout, HelpName = "SECONDS" };
        option.Between(1, 86_400);
        return option;
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _port, _address, _database, _cluster, _noCluster, IgnoreMigrations, Timeout, Json })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_noCluster) && result.GetResult(_cluster) is not null)
            {
                result.AddError("--no-cluster and --cluster exclude each other.");
            }
        });
    }

    /// <summary>What was said now, over what was said before.</summary>
    /// <exception cref="CommandException">The database's address held a password, which was not kept.</exception>
    public ServerSettings Read(ParseResult parsed, ServerSettings? before = null)
    {
        var earlier = before ?? new ServerSettings();
        var database = parsed.GetValue(_database);
        if (database is null && earlier.HadSecretDatabase)
        {
            throw new CommandException(ExitCodes.Usage, "The server was started with a database address that holds a password, which is not kept. Give it again with --database, or name the place where it is kept: --database env:NAME or file:PATH.");
        }

        var isCluster = parsed.GetResult(_cluster) is not null;
        return new ServerSettings
        {
            Address = parsed.GetValue(_address) ?? earlier.Address,
            Port = parsed.GetValue(_port) ?? earlier.Port,
            NoCluster = parsed.GetValue(_noCluster) || (earlier.NoCluster && !isCluster),
            Cluster = parsed.GetValue(_noCluster) ? null : isCluster ? parsed.GetValue(_cluster) ?? 0 : earlier.Cluster,
            Database = database is null ? earlier.Database : Absolute(database),
        };
    }

    // The server has another working folder.
    private static string Absolute(string database) => database.StartsWith("file:", StringComparison.Ordinal) ? $"file:{Path.GetFullPath(database[5..])}" : database;
}
