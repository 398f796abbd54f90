using System.CommandLine;

namespace Covalent.Cli.Commands.Completion;

/// <summary><c>covalent completion</c>: a script that teaches a shell the verbs and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(CommandHost host)
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", CompletionScripts.Shells)}.", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        var command = new VerbCommand(
            "completion",
            "Print a completion script for a shell.",
            "completion bash > ~/.local/share/bash-completion/completions/covalent",
            "completion zsh > \"${fpath[1]}/_covalent\"",
            "completion fish > ~/.config/fish/completions/covalent.fish",
            "completion pwsh >> $PROFILE")
        { shell };
        command.SetAction(async (parsed, _) =>
        {
            await host.Terminal.Out.WriteAsync(CompletionScripts.For(parsed.GetRequiredValue(shell))).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }
}
