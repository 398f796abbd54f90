using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Doctor;

/// <summary><c>covalent doctor</c>: looks at everything that has to work, and says what to do about what does not.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandHost host)
    {
        var data = DispatcherOptions.DataOption();
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("doctor", "Check this machine, the configuration, the data folder and the server.", "doctor", "doctor --json") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = await new Examination(host, parsed.GetValue(data)).RunAsync(cancellationToken).ConfigureAwait(false);
            await (parsed.GetValue(json) ? WriteJsonAsync(host.Terminal, findings) : WriteTableAsync(host.Terminal, findings)).ConfigureAwait(false);
            return findings.Any(static finding => finding.Verdict == Verdict.Bad) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static async Task WriteTableAsync(Terminal terminal, List<Finding> findings)
    {
        var listing = new Listing("", "Check", "Finding");
        foreach (var finding in findings)
        {
            listing.Add(Mark(finding.Verdict), finding.Subject, finding.Text);
        }

        listing.WriteTo(terminal);
        foreach (var finding in findings.Where(static finding => finding.Remedy.Length > 0))
        {
            await terminal.Error.WriteLineAsync($"{finding.Subject}: {finding.Remedy}").ConfigureAwait(false);
        }
    }

    private static Cell Mark(Verdict verdict) => verdict switch
    {
        Verdict.Good => new Cell("ok", "green"),
        Verdict.Doubtful => new Cell("warning", "yellow"),
        _ => new Cell("problem", "red"),
    };

    private static Task WriteJsonAsync(Terminal terminal, List<Finding> findings) => Json.WriteAsync(terminal, json =>
    {
        json.WriteStartArray();
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Subject);
            json.WriteString("verdict", Mark(finding.Verdict).Text);
            json.WriteString("finding", finding.Text);
            json.WriteString("remedy", finding.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
