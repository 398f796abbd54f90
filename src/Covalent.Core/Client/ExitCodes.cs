namespace Covalent.Core.Client;

/// <summary>What the exit code of <c>covalent</c> and of <c>covalent-server</c> means; the one place where codes are defined.</summary>
internal static class ExitCodes
{
    /// <summary>Everything went well.</summary>
    public const int Success = 0;

    /// <summary>Something failed that has no code of its own; the message on standard error says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong: an unknown verb or option, or a value that is not allowed.</summary>
    public const int Usage = 2;

    /// <summary>An input file or the configuration cannot be read, or its content is wrong; the message names file, line and column.</summary>
    public const int Input = 3;

    /// <summary>The input is fine, but cannot run here: too many qubits, or something the chosen device does not support.</summary>
    public const int NotSupported = 4;

    /// <summary>No such dispatch, node, key, executor, token or log.</summary>
    public const int NotFound = 5;

    /// <summary>The server or cluster does not answer or has no room now, or the data folder, the database or the port cannot be used.</summary>
    public const int Unavailable = 6;

    /// <summary>The dispatch that was waited for, or whose result was asked for, failed or was cancelled.</summary>
    public const int NotCompleted = 7;

    /// <summary>It is not so far: the dispatch has not ended, or no server or cluster runs.</summary>
    public const int NotYet = 8;

    /// <summary>The server refused the caller: no token, a wrong one, or one that does not allow this.</summary>
    public const int Refused = 9;

    /// <summary>Stopped by Ctrl+C or a termination signal, or a question was answered with no.</summary>
    public const int Cancelled = 130;
}
