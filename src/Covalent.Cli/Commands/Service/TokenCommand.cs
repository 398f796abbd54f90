using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary><c>covalent token</c>: who may call the server. The server's own program does it, so that this one never sees a token's hash.</summary>
internal static class TokenCommand
{
    public static Command Create(CommandHost host) =>
        new VerbCommand("token", "Make, list and remove tokens for the server.", "token add ada --scopes read,submit,cancel --days 90", "token list", "token remove ada")
        {
            AddCommand(host), ListCommand(host), RemoveCommand(host),
        };

    private static VerbCommand AddCommand(CommandHost host)
    {
        var name = NameArgument();
        var scopes = new Option<string?>("--scopes") { Description = "What it allows, separated by commas; default read,submit,cancel.", HelpName = "SCOPES" };
        var days = new Option<int?>("--days") { Description = "How long it holds; default for ever.", HelpName = "N" };
        var data = DispatcherOptions.DataOption();
        days.Between(1, 36_500);
        var command = new VerbCommand("add", "Make a token and print it, this once.", "token add ada --days 90") { name, scopes, days, data };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            host,
            parsed.GetValue(data),
            ["add", parsed.GetRequiredValue(name), .. Pair("--scopes", parsed.GetValue(scopes)), .. Pair("--days", parsed.GetValue(days)?.ToString())],
            cancellationToken));
        return command;
    }

    private static VerbCommand ListCommand(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("list", "List tokens: name, scopes, made, ends.", "token list", "token list --json") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ServerFolder.Of(host, parsed.GetValue(data));
            var (code, output) = await AskAsync(host, folder, ["list"], cancellationToken).ConfigureAwait(false);
            var tokens = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t')).ToList();
            await (parsed.GetValue(json) ? WriteJsonAsync(host.Terminal, tokens) : WriteTableAsync(host.Terminal, folder, tokens)).ConfigureAwait(false);
            return code;
        });
        return command;
    }

    private static VerbCommand RemoveCommand(CommandHost host)
    {
        var name = NameArgument();
        var data = DispatcherOptions.DataOption();
        var command = new VerbCommand("remove", "Remove a token; a running server refuses it within a second.", "token remove ada") { name, data };
        command.SetAction((parsed, cancellationToken) => RunAsync(host, parsed.GetValue(data), ["remove", parsed.GetRequiredValue(name)], cancellationToken));
        return command;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "Whose token it is." };

    private static string[] Pair(string option, string? value) => value is null ? [] : [option, value];

    private static async Task WriteTableAsync(Terminal terminal, ServerFolder folder, List<string[]> tokens)
    {
        if (tokens.Count == 0)
        {
            await terminal.Error.WriteLineAsync($"No tokens in {folder.Path}; 'covalent token add NAME' makes one.").ConfigureAwait(false);
            return;
        }

        var listing = new Listing("Name", "Scopes", "Made", "Ends");
        foreach (var token in tokens)
        {
            listing.Add([.. token.Select(static text => new Cell(text))]);
        }

        listing.WriteTo(terminal);
    }

    private static Task WriteJsonAsync(Terminal terminal, List<string[]> tokens) => Json.WriteAsync(terminal, json =>
    {
        json.WriteStartArray();
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            json.WriteString("name", token[0]);
            json.WriteString("scopes", token[1]);
            json.WriteMoment("createdAt", Moment(token[2]));
            json.WriteMoment("endsAt", Moment(token[3]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static DateTimeOffset? Moment(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? moment : null;

    private static async Task<int> RunAsync(CommandHost host, string? data, string[] arguments, CancellationToken cancellationToken)
    {
        var (code, output) = await AskAsync(host, ServerFolder.Of(host, data), arguments, cancellationToken).ConfigureAwait(false);
        await host.Terminal.Out.WriteAsync(output).ConfigureAwait(false);
        return code;
    }

    private static async Task<(int Code, string Output)> AskAsync(CommandHost host, ServerFolder folder, string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments is ["add", ..])
        {
            Directory.CreateDirectory(folder.Path);
        }

        var command = ServerProgram.CommandLine(["token", .. arguments, "--data", folder.Path]);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await host.Terminal.Error.WriteAsync(error).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return (process.ExitCode, await output.ConfigureAwait(false));
    }
}
