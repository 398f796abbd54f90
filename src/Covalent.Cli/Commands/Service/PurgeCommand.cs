using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent purge</c>: stops the server and deletes what Covalent left on this machine.</summary>
internal static class PurgeCommand
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var hard = new Option<bool>("--hard", "-H") { Description = "Also the database with all dispatches, results and stored code." };
        var yes = VerbCommand.YesOption();
        var command = new VerbCommand("purge", "Stop the server and delete caches, logs and the configuration; with --hard all dispatches too.", "purge", "purge --hard --yes") { data, hard, yes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var plan = PurgePlan.Make(host, folder, parsed.GetValue(hard), ownData: parsed.GetValue(data) is null);
            if (plan.Items.Count == 0 && folder.FindRunning() is null)
            {
                await host.Terminal.Error.WriteLineAsync("There is nothing to delete.").ConfigureAwait(false);
                return ExitCodes.Success;
            }

            if (!parsed.GetValue(yes))
            {
                await ConfirmAsync(host.Terminal, plan, folder, cancellationToken).ConfigureAwait(false);
            }

            if (folder.FindRunning() is { } server)
            {
                await new ServerStop(host).RunAsync(server, StopPatience, force: false, cancellationToken).ConfigureAwait(false);
                await host.Terminal.Out.WriteLineAsync($"Stopped the server (process {server.Process.Id}).").ConfigureAwait(false);
            }

            await new ServerCluster(host, folder).StopAsync(host.Terminal.Out, cancellationToken).ConfigureAwait(false);
            plan.RefuseLivingEngines();
            await host.Terminal.Out.WriteLineAsync($"Deleted {plan.Items.Count} files and folders, {TimeText.Size(plan.Delete())}.").ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task ConfirmAsync(Terminal terminal, PurgePlan plan, ServerFolder folder, CancellationToken cancellationToken)
    {
        if (!terminal.CanAsk)
        {
            throw new CommandException(ExitCodes.Usage, "Purging cannot be undone, and nobody is there to be asked. Repeat it with --yes.");
        }

        if (folder.FindRunning() is { } server)
        {
            await terminal.Error.WriteLineAsync($"This stops the server on {server.Address} (process {server.Process.Id}).").ConfigureAwait(false);
        }

        await terminal.Error.WriteLineAsync("This deletes:").ConfigureAwait(false);
        foreach (var item in plan.Items)
        {
            await terminal.Error.WriteLineAsync($"  {item}").ConfigureAwait(false);
        }

        if (!await terminal.ConfirmAsync("Go on?", cancellationToken).ConfigureAwait(false))
        {
            throw new CommandException(ExitCodes.Cancelled, "Nothing was deleted.");
        }
    }
}
