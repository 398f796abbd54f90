namespace Covalent.Cli;

/// <summary>Ends a command with a message and an exit code.</summary>
internal sealed class CommandException(int exitCode, string message) : CovalentException(message)
{
    public int ExitCode { get; } = exitCode;
}
