using System.Text.Json.Nodes;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Dask;

/// <summary>Runs shell programs on the machine of one Dask worker, through the scheduler; so bundles reach machines that have no login.</summary>
internal sealed class DaskWorkerChannel(DaskLink link, string worker) : ICommandChannel
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromHours(6);

    public string Destination => $"Dask worker {worker}";

    public async Task<CommandResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        byte[] input = command.Input is null ? ShellProgram.AsInput(command.Script) : await CollectAsync(command.Input, cancellationToken).ConfigureAwait(false);
        string[] program = command.Input is null ? ["sh", "-s"] : ["sh", "-c", ShellProgram.AsArgument(command.Script)];
        TimeSpan limit = command.Timeout == Timeout.InfiniteTimeSpan ? LongestCommand : command.Timeout;
        DaskFrame answer;
        try
        {
            DaskBridge bridge = await link.ConnectAsync(cancellationToken).ConfigureAwait(false);
            answer = await bridge.AskAsync(Request(program, limit, command.CaptureLimit), DaskBody.Of(input), cancellationToken).ConfigureAwait(false);
        }
        catch (DaskException e)
        {
            throw new ChannelException(Destination, e.IsTransient ? ChannelFault.LinkLost : ChannelFault.CommandFailed, $"{Destination}: {e.Message}", e);
        }

        return await ResultAsync(command, answer, limit, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private JsonObject Request(string[] program, TimeSpan limit, int captured) => new()
    {
        ["op"] = "shell",
        ["worker"] = worker,
        ["argv"] = new JsonArray([.. program.Select(word => JsonValue.Create(word))]),
        ["timeout"] = limit.TotalSeconds,
        ["limit"] = captured,
    };

    private async Task<CommandResult> ResultAsync(ShellCommand command, DaskFrame answer, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (answer.Header["code"] is not { } said)
        {
            throw ChannelErrors.TimedOut(Destination, limit);
        }

        int code = said.GetValue<int>();
        int split = Math.Clamp(answer.Number("out"), 0, answer.Body.Length);
        ReadOnlyMemory<byte> output = answer.Body[..split];
        if (command.OnOutput is { } receive)
        {
            await receive(output, cancellationToken).ConfigureAwait(false);
            output = default;
        }

        return new CommandResult(code < 0 ? null : code, code < 0 ? (-code).ToString(System.Globalization.CultureInfo.InvariantCulture) : null, output, answer.Body[split..], answer.Flag("cut"));
    }

    private static async Task<byte[]> CollectAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var collected = new MemoryStream();
        await write(collected, cancellationToken).ConfigureAwait(false);
        return collected.ToArray();
    }
}
