using System.CommandLine;
using System.Text.Json;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary><c>covalent redispatch</c>: the same workflow again, as a new dispatch.</summary>
internal static class RedispatchCommand
{
    public static Command Create(CommandHost host)
    {
        var where = new DispatcherOptions();
        var id = DispatchArgument.One();
        var reuse = new Option<bool>("--reuse") { Description = "Take the results of completed nodes; run only the rest." };
        var inputs = new Option<string[]>("--input", "-i") { Description = "New value of a parameter, as JSON; what is no JSON is taken as a text. May be repeated.", HelpName = "NAME=VALUE" };
        inputs.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(static token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            {
                result.AddError($"'{wrong.Value}' is no new input; write NAME=VALUE, such as count=3.");
            }
            else if (result.Tokens.GroupBy(static token => token.Value.Split('=')[0], StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            {
                result.AddError($"Input '{twice.Key}' is given more than once.");
            }
        });
        var wait = new Option<bool>("--wait", "-w") { Description = "Follow it until it ends. Without a server that happens anyway, because it runs in this process." };
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("redispatch", "Run the workflow of a dispatch again, as a new dispatch.", "redispatch 019a1b2c", "redispatch 019a1b2c --reuse --wait", "redispatch 019a1b2c --input count=3 --input name=Ada") { id, inputs, reuse, wait, json };
        where.AddTo(command);
        command.SetAction((parsed, cancellationToken) => where.UseAsync(host, parsed, async connection =>
        {
            var earlier = await connection.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            var changed = (parsed.GetValue(inputs) ?? []).Select(static input => input.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => ToJson(pair[1]), StringComparer.Ordinal);
            await NewInputs.CheckAsync(connection.Client, earlier, changed, cancellationToken).ConfigureAwait(false);
            var request = new RedispatchRequest
            {
                NewDispatchId = Guid.CreateVersion7(host.Clock.GetUtcNow()).ToString(),
                DispatchId = earlier.DispatchId,
                Inputs = changed,
                ReusePreviousResults = parsed.GetValue(reuse),
            };
            var started = await connection.Client.RedispatchAsync(request, cancellationToken).ConfigureAwait(false);
            await new StartedWork(host, connection, parsed.GetValue(json)).AnnounceAsync([started]).ConfigureAwait(false);
            return parsed.GetValue(wait) || !connection.IsServer
                ? await new StartedWork(host, connection, parsed.GetValue(json)).FollowAsync([started], cancellationToken).ConfigureAwait(false)
                : ExitCodes.Success;
        }, cancellationToken));
        return command;
    }

    private static string ToJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException)
        {
            return Json.ToText(json => json.WriteStringValue(text));
        }
    }
}

/// <summary>Dispatches that a command set going.</summary>
internal sealed class StartedWork(CommandHost host, DispatcherConnection connection, bool json)
{
    public async Task AnnounceAsync(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            await (json
                ? Json.WriteAsync(host.Terminal with { IsInteractive = false }, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("dispatchId", id);
                    writer.WriteEndObject();
                })
                : host.Terminal.Out.WriteLineAsync(id)).ConfigureAwait(false);
        }

        await host.Terminal.Out.FlushAsync().ConfigureAwait(false);
        if (!connection.IsServer)
        {
            await host.Terminal.Error.WriteLineAsync($"Running in this process until the end; stopping it leaves the rest for 'covalent resume' or a server on {connection.Client.Location}.").ConfigureAwait(false);
        }
    }

    /// <summary>Follows them to their ends, one after the other.</summary>
    /// <returns>The exit code: that of the first that did not complete.</returns>
    public async Task<int> FollowAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var code = ExitCodes.Success;
        var watch = new DispatchWatch(host, connection);
        foreach (var id in ids)
        {
            var dispatch = await connection.Client.GetAsync(id, cancellationToken).ConfigureAwait(false);
            var end = await watch.FollowAsync(dispatch, json, cancellationToken).ConfigureAwait(false);
            var one = await watch.ConcludeAsync(end).ConfigureAwait(false);
            code = code == ExitCodes.Success ? one : code;
        }

        return code;
    }
}
