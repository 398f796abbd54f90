using System.Text;
using System.Text.Json;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Service;

/// <summary>Makes a line of the server's log, which is JSON, one that people read.</summary>
internal static class LogLine
{
    /// <summary>Time, level and message, then the trace of an exception; a line that is no JSON as it is.</summary>
    public static string ToText(string line, TimeProvider clock)
    {
        if (line is not ['{', ..])
        {
            return Printable.Text(line);
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return Compose(document.RootElement, clock);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Printable.Text(line);
        }
    }

    private static string Compose(JsonElement entry, TimeProvider clock)
    {
        var text = new StringBuilder()
            .Append(TimeText.Moment(entry.GetProperty("time").GetDateTimeOffset(), clock)).Append(' ')
            .Append(entry.GetProperty("level").GetString()!.ToLowerInvariant().PadRight(11)).Append(' ')
            .Append(Printable.Line(entry.GetProperty("message").GetString()!));
        if (entry.TryGetProperty("exception", out var exception))
        {
            text.Append('\n').Append(Printable.Text(exception.GetString()!));
        }

        return text.ToString();
    }
}
