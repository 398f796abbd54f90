using System.CommandLine;
using System.Text.Json;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Configuration;

/// <summary><c>covalent config show</c>: effective values with their origin.</summary>
internal static class ConfigShowCommand
{
    public static Command Create(CommandHost host)
    {
        var section = new Argument<string?>("SECTION") { Description = "Only this section, such as dispatcher or executors.slurm.", Arity = ArgumentArity.ZeroOrOne };
        var defaults = new Option<bool>("--defaults", "-d") { Description = "Also what nobody set." };
        var json = VerbCommand.JsonOption();
        var command = new VerbCommand("show", "Show effective values and where each comes from.", "config show", "config show dispatcher --defaults", "config show --defaults --json") { section, defaults, json };
        command.SetAction(async (parsed, _) =>
        {
            var configuration = host.Configuration();
            var wanted = parsed.GetValue(section);
            var entries = Select(configuration, wanted, parsed.GetValue(defaults) || wanted is not null);
            await (parsed.GetValue(json) ? WriteJsonAsync(host.Terminal, configuration, entries) : WriteTableAsync(host.Terminal, configuration, entries)).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    private static List<ConfigurationEntry> Select(CovalentConfiguration configuration, string? section, bool withDefaults)
    {
        var all = configuration.Describe();
        if (section is not null && !all.Any(entry => IsIn(entry, section)))
        {
            throw new CommandException(ExitCodes.NotFound, $"There is no section '{section}'; there are {string.Join(", ", configuration.Schema.Sections.Select(static s => s.Path))}.");
        }

        return [.. all.Where(entry => (section is null || IsIn(entry, section)) && (withDefaults || entry.Origin.Kind != ConfigurationOriginKind.Default))];
    }

    private static bool IsIn(ConfigurationEntry entry, string section) =>
        entry.Section == section || entry.Section.StartsWith(section + ".", StringComparison.Ordinal);

    private static async Task WriteTableAsync(Terminal terminal, CovalentConfiguration configuration, List<ConfigurationEntry> entries)
    {
        foreach (var warning in configuration.Warnings)
        {
            await terminal.Error.WriteLineAsync($"Warning: {Printable.Line(warning.ToString())}").ConfigureAwait(false);
        }

        if (entries.Count == 0)
        {
            await terminal.Error.WriteLineAsync($"Nothing is set in {configuration.File} or the environment; --defaults shows what holds then.").ConfigureAwait(false);
            return;
        }

        var listing = new Listing("Key", "Value", "From") { Wrapping = "Value", Expendable = ["From"] };
        foreach (var entry in entries)
        {
            listing.Add($"{entry.Section}.{entry.Name}", entry.Value ?? "", new Cell(entry.Origin.ToString(), entry.Origin.Kind == ConfigurationOriginKind.Default ? "grey" : "green"));
        }

        listing.WriteTo(terminal);
    }

    private static Task WriteJsonAsync(Terminal terminal, CovalentConfiguration configuration, List<ConfigurationEntry> entries) => Json.WriteAsync(terminal, json =>
    {
        json.WriteStartObject();
        json.WriteString("file", configuration.File);
        json.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (var warning in configuration.Warnings)
        {
            json.WriteStringValue(warning.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static void Write(Utf8JsonWriter json, ConfigurationEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("key", $"{entry.Section}.{entry.Name}");
        json.WriteString("value", entry.Value);
        json.WriteString("origin", entry.Origin.Kind.ToString().ToLowerInvariant());
        json.WriteString("source", entry.Origin.Source);
        if (entry.Origin.Line > 0)
        {
            json.WriteNumber("line", entry.Origin.Line);
        }

        json.WriteString("description", entry.Description);
        json.WriteEndObject();
    }
}
