using System.CommandLine;
using Covalent.Cli.Connections;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent resume</c>: goes on with what dead processes left unfinished.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = new Argument<string?>("ID") { Description = "Dispatch id, or enough of its beginning; without it all that were left over.", Arity = ArgumentArity.ZeroOrOne };
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("resume", "Continue dispatches whose process died or was stopped.", "resume", "resume 019a1b2c") { id, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var wanted = parsed.GetValue(id) is { } text ? (await connection.FindAsync(text, cancellationToken).ConfigureAwait(false)).DispatchId : null;
            var resumed = await connection.Client.ResumeAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (resumed.Count == 0)
            {
                await host.Terminal.Error.WriteLineAsync(wanted is null ? "Nothing was left over." : $"Dispatch {wanted} has nothing to continue: it has ended, or a living process runs it, or its code was never stored.").ConfigureAwait(false);
                return wanted is null ? ExitCodes.Success : ExitCodes.NotYet;
            }

            var work = new StartedWork(host, connection, parsed.GetValue(json));
            await work.AnnounceAsync(resumed).ConfigureAwait(false);
            return connection.IsServer ? ExitCodes.Success : await work.FollowAsync(resumed, cancellationToken).ConfigureAwait(false);
        }, cancellationToken));
        return command;
    }
}
