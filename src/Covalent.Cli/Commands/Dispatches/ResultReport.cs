using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Prints or saves a value.</summary>
internal sealed class ResultReport(Terminal terminal)
{
    private const int LongestOnTerminal = 10_000;

    public async Task WriteAsync(DispatchSnapshot dispatch, Payload? value, string? file, bool json, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            await SaveAsync(dispatch, value, file, cancellationToken).ConfigureAwait(false);
        }
        else if (json)
        {
            await WriteJsonAsync(dispatch, value).ConfigureAwait(false);
        }
        else if (value is null)
        {
            await terminal.Error.WriteLineAsync("It returns nothing.").ConfigureAwait(false);
        }
        else
        {
            await WriteTextAsync(value).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(DispatchSnapshot dispatch, Payload? value, string file, CancellationToken cancellationToken)
    {
        if (value is null)
        {
            throw new CommandException(ExitCodes.NotFound, $"Dispatch {dispatch.DispatchId} returns nothing, so nothing was written to {file}.");
        }

        var output = new FileStream(file, FileMode.Create, FileAccess.Write);
        await using (output.ConfigureAwait(false))
        {
            await value.WriteToAsync(output, cancellationToken).ConfigureAwait(false);
        }

        await terminal.Error.WriteLineAsync($"{TimeText.Size(value.Length)} written to {file}: {value.Header.Type} as {value.Header.Codec}.").ConfigureAwait(false);
    }

    private Task WriteJsonAsync(DispatchSnapshot dispatch, Payload? value) => Json.WriteAsync(terminal, json =>
    {
        json.WriteStartObject();
        json.WriteString("dispatchId", dispatch.DispatchId);
        json.WriteString("status", dispatch.Status.ToWord());
        json.WriteString("type", value?.Header.Type);
        json.WriteString("codec", value?.Header.Codec);
        json.WriteString("preview", value?.Preview);
        json.WritePropertyName("value");
        if (value is not null && ReadableValue.ToJson(value) is { } text)
        {
            json.WriteRawValue(text);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    });

    private async Task WriteTextAsync(Payload value)
    {
        if (ReadableValue.ToText(value) is not { } text)
        {
            await terminal.Out.WriteLineAsync(Printable.Text(value.Preview)).ConfigureAwait(false);
            await terminal.Error.WriteLineAsync($"This is a preview of a {Printable.Line(value.Header.Type)} of {TimeText.Size(value.Length)}; only its own program can open it. Save it with --output.").ConfigureAwait(false);
            return;
        }

        var isCut = terminal.IsInteractive && text.Length > LongestOnTerminal;
        var shown = isCut ? text[..LongestOnTerminal] : text;
        await terminal.Out.WriteLineAsync(terminal.IsInteractive ? Printable.Text(shown) : shown).ConfigureAwait(false);
        if (isCut)
        {
            await terminal.Error.WriteLineAsync($"These are the first {LongestOnTerminal} of {text.Length} characters; a pipe or file gets all.").ConfigureAwait(false);
        }
    }
}
