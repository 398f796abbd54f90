using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Records shell commands.</summary>
internal static partial class ShellRecorder
{
    public const string Language = "shell";

    public static int Record(Recorder recorder, ShellTask command, Type result, ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(command);
        CheckNames(arguments);
        CheckOutputs(command, result);
        return LeptonRecorder.Record(recorder, CallOf(command), result, arguments);
    }

    private static LeptonCall CallOf(ShellTask command)
    {
        if (string.IsNullOrWhiteSpace(command.Text))
        {
            throw new WorkflowBuildException("The shell command is empty. Give the command to run.");
        }

        var facts = new JsonObject
        {
            ["outputs"] = new JsonArray([.. command.Outputs.Select(output => (JsonNode)new JsonObject { ["kind"] = output.Kind, ["name"] = output.Name })]),
            ["success"] = new JsonArray([.. command.SuccessCodes.Select(code => (JsonNode)code)]),
        };
        if (command.Shell is { } shell)
        {
            facts["shell"] = shell;
        }

        return new LeptonCall
        {
            Language = Language,
            Name = command.Name ?? NameOf(command.Text),
            Origin = "sh",
            Description = new LeptonDescription { Source = command.Text, Facts = facts },
            Files = command.File is { } file ? [LeptonFile.Read(file)] : [],
            Executor = command.Executor,
            Options = command.Options,
            SourceText = command.Text,
        };
    }

    private static string NameOf(string text) => FirstWord().Match(text) is { Success: true } word ? word.Value : Language;

    private static void CheckNames(ReadOnlySpan<object?> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is NamedArgument { Name: { } name } && !Variable().IsMatch(name))
            {
                throw new WorkflowBuildException($"The argument name '{name}' cannot be a shell variable. Use letters, digits and underscores.");
            }

            if (argument is NamedArgument { Name: { } own } && Own().IsMatch(own))
            {
                throw new WorkflowBuildException($"The argument name '{own}' is a variable that shells set themselves, so that the value would be lost. Use another name.");
            }
        }
    }

    private static void CheckOutputs(ShellTask command, Type result)
    {
        foreach (var output in command.Outputs)
        {
            if (output.Kind == "variable" && !Variable().IsMatch(output.Name))
            {
                throw new WorkflowBuildException($"The output '{output.Name}' cannot be a shell variable. Use letters, digits and underscores.");
            }
        }

        var parts = typeof(ITuple).IsAssignableFrom(result) ? result.GetGenericArguments().Length : 1;
        if (command.Outputs.Count != parts)
        {
            throw new WorkflowBuildException($"The shell command '{command.Name ?? command.Text}' declares {command.Outputs.Count} outputs and its result type has {parts}. "
                + "Declare a tuple with one part for each output.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Variable();

    // Read-only, counted or reset by the shell at its start, or this system's.
    [GeneratedRegex(@"^(_|E?UID|PPID|IFS|BASH(OPTS|PID|_.*)?|SHELLOPTS|SHLVL|S?RANDOM|SECONDS|EPOCH(SECONDS|REALTIME)|LINENO|FUNCNAME|GROUPS|DIRSTACK|PIPESTATUS|HISTCMD|OPT(IND|ARG|ERR)|(OLD)?PWD|COVALENT_.*|__covalent_.*)\z")]
    private static partial Regex Own();

    [GeneratedRegex(@"[\w.+-]+")]
    private static partial Regex FirstWord();
}
