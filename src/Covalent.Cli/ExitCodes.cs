namespace Covalent.Cli;

/// <summary>What the <c>covalent</c> command's exit code means; the one place where codes are defined.</summary>
internal static class ExitCodes
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>Something failed that has no code of its own; the message on standard error says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong: an unknown verb or option, or a value that is not allowed.</summary>
    public const int Usage = 2;

    /// <summary>An input file cannot be read, or its content is wrong; the message names file, line and column.</summary>
    public const int Input = 3;

    /// <summary>The input is fine, but cannot run here: too many qubits, or something the chosen device does not support.</summary>
    public const int NotSupported = 4;

    /// <summary>Stopped by Ctrl+C or a termination signal.</summary>
    public const int Cancelled = 130;
}
