using System.CommandLine;
using Covalent.Cli.Interaction;
using Covalent.Quantum;

namespace Covalent.Cli.Commands.Circuits;

/// <summary><c>covalent circuit run</c>: simulates a program and prints what its classical bits hold at the end.</summary>
internal static class CircuitRunCommand
{
    /// <summary>Up to so many outcomes are all printed.</summary>
    private const int CompleteUpTo = 4096;

    private const int DefaultTop = 64;

    private const int MaximumThreads = 1024;

    private static readonly string[] Devices = ["lightning.qubit", "default.qubit", "default.mixed"];

    public static Command Create(Terminal terminal)
    {
        var file = CircuitCommand.FileArgument();
        var device = new Option<string>("--device") { Description = $"Simulator: {string.Join(", ", Devices)}.", DefaultValueFactory = static _ => Devices[0], HelpName = "NAME" };
        var shots = new Option<int?>("--shots") { Description = "Sample so often and print counts; without it probabilities are exact.", HelpName = "N" };
        var seed = new Option<long?>("--seed") { Description = "Seed of the sampling; the same seed gives the same counts.", HelpName = "N" };
        var precision = new Option<string>("--precision") { Description = "Width of numbers on lightning.qubit: single or double.", DefaultValueFactory = static _ => "double", HelpName = "WIDTH" };
        var threads = new Option<int?>("--threads") { Description = "Threads of one simulation; default: all processors.", HelpName = "N" };
        var top = new Option<int>("--top") { Description = $"Outcomes to print when more than {CompleteUpTo} have a probability above 1e-12.", DefaultValueFactory = static _ => DefaultTop, HelpName = "N" };
        var json = CircuitCommand.JsonOption();
        device.AcceptOnlyFromAmong(Devices);
        precision.AcceptOnlyFromAmong("single", "double");
        shots.Between(1, int.MaxValue);
        threads.Between(1, MaximumThreads);
        top.Between(1, int.MaxValue);
        var command = new Command("run", "Simulate a circuit and print the outcomes of its classical bits.") { file, device, shots, seed, precision, threads, top, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = await QasmSource.ReadAsync(parsed.GetRequiredValue(file), terminal, cancellationToken).ConfigureAwait(false);
            var simulator = new Device(parsed.GetRequiredValue(device), program.Wires, parsed.GetValue(shots) is { } count ? count : Shots.Analytic, parsed.GetValue(seed))
            {
                Precision = parsed.GetValue(precision) == "single" ? Precision.Single : Precision.Double,
                Threads = parsed.GetValue(threads),
            };
            var outcome = CircuitRun.Execute(program, simulator, CompleteUpTo, parsed.GetValue(top), cancellationToken);
            if (outcome.Note is { } note)
            {
                await terminal.Error.WriteLineAsync(note).ConfigureAwait(false);
            }

            if (parsed.GetValue(json))
            {
                await terminal.Out.WriteLineAsync(outcome.ToJson()).ConfigureAwait(false);
            }
            else
            {
                terminal.Write(outcome.ToTable(parsed.GetValue(top)));
                await terminal.Error.WriteLineAsync(outcome.Summary(parsed.GetValue(top))).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
