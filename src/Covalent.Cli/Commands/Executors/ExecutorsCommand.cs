using System.CommandLine;
using System.Text.Json;
using Covalent.Cli.Interaction;
using Covalent.Core.Execution;

namespace Covalent.Cli.Commands.Executors;

/// <summary><c>covalent executors</c>: what is available and configured, and whether it answers.</summary>
internal static class ExecutorsCommand
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(2);

    public static Command Create(CommandHost host)
    {
        var names = new Argument<string[]>("NAME") { Description = "Only these executors.", Arity = ArgumentArity.ZeroOrMore };
        var check = new Option<bool>("--check") { Description = "Run a small task on each that is ready, and tell where it ran. Fails if one does not work that is named here or configured." };
        var timeout = new Option<int>("--timeout") { Description = "Seconds to wait for one check.", DefaultValueFactory = static _ => (int)DefaultPatience.TotalSeconds, HelpName = "SECONDS" };
        var json = VerbCommand.JsonOption();
        timeout.Between(1, 86_400);
        var command = new VerbCommand("executors", "List executors, how they are configured, and whether they work.", "executors", "executors --check", "executors ssh slurm --check --timeout 600") { names, check, timeout, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = host.Configuration();
            var log = new CollectedLog();
            var registry = EmbeddedClient.Registry(configuration, log);
            var states = Select(registry, parsed.GetValue(names) ?? []).Select(entry => ExecutorState.Of(entry, registry, configuration)).ToList();
            if (parsed.GetValue(check))
            {
                var patience = TimeSpan.FromSeconds(parsed.GetValue(timeout));
                states = await new ExecutorCheck(host, configuration, registry).RunAsync(states, patience, cancellationToken).ConfigureAwait(false);
            }

            foreach (var line in log.Lines)
            {
                await host.Terminal.Error.WriteLineAsync($"Warning: {Printable.Line(line)}").ConfigureAwait(false);
            }

            await (parsed.GetValue(json) ? WriteJsonAsync(host.Terminal, states) : WriteTableAsync(host.Terminal, states)).ConfigureAwait(false);
            return states.Any(state => state.Check is { IsGood: false } && IsMeant(state, parsed.GetValue(names))) ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    // That a machine has no Slurm is worth a line, and no failure of somebody who never asked for it.
    private static bool IsMeant(ExecutorState state, string[]? names) => names is { Length: > 0 } || state.ConfiguredKeys.Count > 0;

    private static IEnumerable<ExecutorEntry> Select(ExecutorRegistry registry, string[] names)
    {
        var all = registry.List();
        foreach (var name in names)
        {
            if (!all.Any(entry => entry.ShortName == name))
            {
                throw new CommandException(ExitCodes.NotFound, $"There is no executor '{Printable.Line(name, 60)}'; there are {string.Join(", ", all.Select(static e => e.ShortName))}. Others come with packages and with plug-ins in sdk.executor_dir.");
            }
        }

        return names.Length == 0 ? all : all.Where(entry => names.Contains(entry.ShortName));
    }

    private static async Task WriteTableAsync(Terminal terminal, List<ExecutorState> states)
    {
        var isChecked = states.Any(static state => state.Check is not null);
        var listing = isChecked ? new Listing("Executor", "From", "Configured", "State", "Check") { Expendable = ["From", "Configured"] } : new Listing("Executor", "From", "Configured", "State") { Wrapping = "Configured", Expendable = ["From"] };
        foreach (var state in states)
        {
            var ready = state.Problems.Count == 0 ? new Cell("ready", "green") : new Cell("needs settings", "yellow");
            var configured = state.ConfiguredKeys.Count == 0 ? "" : string.Join(", ", state.ConfiguredKeys);
            Cell[] cells = [state.Name, state.Origin, Printable.Line(configured, 60), ready];
            listing.Add(isChecked ? [.. cells, state.Check is { } check ? new Cell(check.Text, check.IsGood ? "green" : "red") : "not tried"] : cells);
        }

        listing.WriteTo(terminal);
        foreach (var state in states)
        {
            foreach (var problem in state.Problems)
            {
                await terminal.Error.WriteLineAsync($"{state.Name}: {Printable.Line(problem)}").ConfigureAwait(false);
            }
        }
    }

    private static Task WriteJsonAsync(Terminal terminal, List<ExecutorState> states) => Json.WriteAsync(terminal, json =>
    {
        json.WriteStartArray();
        foreach (var state in states)
        {
            Write(json, state);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, ExecutorState state)
    {
        json.WriteStartObject();
        json.WriteString("name", state.Name);
        json.WriteString("origin", state.Origin);
        json.WriteStartArray("configured");
        foreach (var key in state.ConfiguredKeys)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in state.Problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        if (state.Check is { } check)
        {
            json.WriteBoolean("works", check.IsGood);
            json.WriteString("check", check.Text);
        }

        json.WriteEndObject();
    }
}
