using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent start</c>: a server for a data folder, in the background unless told otherwise.</summary>
internal static class StartCommand
{
    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var options = new StartOptions();
        var foreground = new Option<bool>("--foreground", "-f") { Description = "Run in this terminal, until Ctrl+C; for service managers and containers." };
        var command = new VerbCommand("start", "Start the server.", "start", "start --port 48010 --data ./lab", "start --foreground", "start --cluster=4", "start --database env:LAB_DATABASE") { data, foreground };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var settings = options.Read(parsed);
            if (folder.FindRunning() is { } running)
            {
                return await JoinAsync(host, folder, running, settings, parsed.GetValue(options.Json), cancellationToken).ConfigureAwait(false);
            }

            DatabaseSchema.RefusePending(host, folder, settings, parsed.GetValue(options.IgnoreMigrations));
            return await StartAsync(host, folder, settings, new StartManner(parsed.GetValue(foreground), parsed.GetValue(options.Timeout), parsed.GetValue(options.Json)), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Starts cluster and server; a server that does not come up leaves no cluster behind.</summary>
    public static async Task<int> StartAsync(CommandHost host, ServerFolder folder, ServerSettings wanted, StartManner manner, CancellationToken cancellationToken)
    {
        var start = new ServerStart(host, folder);
        var cluster = new ServerCluster(host, folder);
        var before = ServerSettings.Keep(folder);
        try
        {
            start.Prepare(wanted);
            var settings = await cluster.PrepareAsync(wanted, Words(host, manner.Json), cancellationToken).ConfigureAwait(false);
            if (manner.InForeground)
            {
                var variables = await settings.OfferAsync(folder, cancellationToken).ConfigureAwait(false);
                return await ForegroundProcess.BecomeAsync(ServerProgram.CommandLine(settings, folder), variables, cancellationToken).ConfigureAwait(false);
            }

            await settings.WriteAsync(folder, cancellationToken).ConfigureAwait(false);
            var record = await start.RunAsync(settings, TimeSpan.FromSeconds(manner.Timeout), cancellationToken).ConfigureAwait(false);
            var asked = settings.Port ?? (int?)host.Configuration().GetInteger("dispatcher.port");
            await new StartReport(host.Terminal, folder).WriteAsync(record, isNew: true, manner.Json, asked).ConfigureAwait(false);
            return ExitCodes.Success;
        }
        catch
        {
            // What did not work must not be what the next restart does.
            before.Restore();
            await cluster.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    // A server that runs keeps its own settings; only the cluster beside it may be added.
    private static async Task<int> JoinAsync(CommandHost host, ServerFolder folder, ServerRecord running, ServerSettings wanted, bool json, CancellationToken cancellationToken)
    {
        var before = ServerSettings.Read(folder);
        if (wanted.Cluster is { } workers)
        {
            var settings = await new ServerCluster(host, folder).PrepareAsync(before with { Cluster = workers, NoCluster = false }, Words(host, json), cancellationToken).ConfigureAwait(false);
            await settings.WriteAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        await new StartReport(host.Terminal, folder).WriteAsync(running, isNew: false, json, asked: null).ConfigureAwait(false);
        if ((wanted.Cluster is not null && before.NoCluster) || wanted.NoCluster || wanted.Database is not null || wanted.Address is not null || wanted.Port is not null and not 0 && wanted.Port != running.Address.Port)
        {
            await host.Terminal.Error.WriteLineAsync("It keeps the settings it was started with; 'covalent restart' with the same options changes them.").ConfigureAwait(false);
        }

        return ExitCodes.Success;
    }

    private static TextWriter Words(CommandHost host, bool json) => json ? host.Terminal.Error : host.Terminal.Out;
}

/// <summary>How a server is started.</summary>
/// <param name="InForeground">In this process.</param>
/// <param name="Timeout">Seconds until it must be ready.</param>
/// <param name="Json">Whether a program reads the answer.</param>
internal sealed record StartManner(bool InForeground, int Timeout, bool Json);
