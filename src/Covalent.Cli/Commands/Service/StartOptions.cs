using System.CommandLine;
using Covalent.Executors.Dask;

namespace Covalent.Cli.Commands.Service;

/// <summary>Options of everything that starts a server.</summary>
internal sealed class StartOptions
{
    private const int DefaultTimeout = 60;

    private readonly Option<string?> _address = new("--address") { Description = "Address to listen on; any other than this machine's own demands tokens. Default: 127.0.0.1.", HelpName = "IP" };

    private readonly Option<int?> _port = new("--port", "-p") { Description = "Port to listen on, 0 for any. Without it dispatcher.port, and the next free one when that is taken.", HelpName = "N" };

    private readonly Option<bool> _noCluster = new("--no-cluster") { Description = "Run tasks that would use a Dask cluster on this machine." };

    private readonly Option<bool> _withCluster = new("--with-cluster") { Description = "Take back an earlier --no-cluster." };

    private readonly Option<bool> _cluster = new("--cluster") { Description = "Also start a Dask cluster on this machine, as 'covalent cluster start' does; it needs Python with distributed." };

    public StartOptions() => _port.Between(0, ushort.MaxValue);

    public Option<bool> IgnoreMigrations { get; } = new("--ignore-migrations") { Description = "Start although the database has an older schema; the server brings it up to date." };

    public Option<int> Timeout { get; } = TimeoutOption("Seconds to wait until it is ready");

    public Option<bool> Json { get; } = VerbCommand.JsonOption();

    public static Option<int> TimeoutOption(string what)
    {
        var option = new Option<int>("--timeout") { Description = $"{what}; default {DefaultTimeout}.", DefaultValueFactory = static _ => DefaultTimeout, HelpName = "SECONDS" };
        option.Between(1, 86_400);
        return option;
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _port, _address, _noCluster, _withCluster, _cluster, IgnoreMigrations, Timeout, Json })
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_noCluster) && (result.GetValue(_withCluster) || result.GetValue(_cluster)))
            {
                result.AddError($"--no-cluster and {(result.GetValue(_cluster) ? "--cluster" : "--with-cluster")} exclude each other.");
            }
        });
    }

    /// <summary>Starts the Dask cluster beside the server, when it was asked for; one that runs is left alone.</summary>
    /// <exception cref="CovalentException">It cannot be had here; the message says what is missing.</exception>
    public async Task StartClusterAsync(ParseResult parsed, CommandHost host, ServerFolder folder, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_cluster))
        {
            var state = await LocalDaskCluster.Of(folder.Path, host.Clock).StartAsync(new LocalDaskOptions(), cancellationToken).ConfigureAwait(false);
            var line = $"Dask cluster at {state.Address}: {state.Workers.Count} worker(s). 'covalent cluster stop' ends it.";
            await (parsed.GetValue(Json) ? host.Terminal.Error : host.Terminal.Out).WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    /// <summary>What was said now, over what was said before.</summary>
    public ServerSettings Read(ParseResult parsed, ServerSettings? before = null)
    {
        var earlier = before ?? new ServerSettings();
        return new ServerSettings
        {
            Address = parsed.GetValue(_address) ?? earlier.Address,
            Port = parsed.GetValue(_port) ?? earlier.Port,
            NoCluster = parsed.GetValue(_noCluster) || (earlier.NoCluster && !parsed.GetValue(_withCluster) && !parsed.GetValue(_cluster)),
        };
    }
}
