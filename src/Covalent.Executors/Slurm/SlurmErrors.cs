using Covalent.Executors.Channels;

namespace Covalent.Executors.Slurm;

/// <summary>Words for what Slurm's programs complain about.</summary>
internal static class SlurmErrors
{
    // What passes by itself: a busy or restarting controller, and limits on how much one may have at once.
    private static readonly string[] Passing =
    [
        "Unable to contact slurm controller", "Socket timed out", "Connection refused", "Connection timed out", "Transport endpoint", "Zero Bytes were transmitted",
        "temporarily", "Slurm temporarily unable", "Resource temporarily unavailable", "MaxSubmitJob", "AssocMaxSubmit", "QOSMaxSubmit", "Too many", "backup controller", "Unexpected message received",
        "socket error", "Communication",
    ];

    // What asking again does not change. Anything else a program that only looks may say is no reason to give a running job up.
    private static readonly string[] Lasting = ["denied", "Invalid user", "Invalid option", "unrecognized option", "invalid option"];

    /// <summary>One of the programs that watch or stop jobs failed.</summary>
    public static ExecutorException FromResult(string destination, string doing, CommandResult result)
    {
        string said = result.ErrorText.Trim();
        if (said.Contains("not found", StringComparison.Ordinal) || result.ExitCode == 127)
        {
            return new ExecutorException($"{destination}: {doing} failed: {said} Slurm's programs are not there: set slurm_path to their folder, or address to the login node.");
        }

        return new ExecutorException($"{destination}: {doing} failed ({result.Ending}): {said}", !Lasting.Any(sign => said.Contains(sign, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary><c>sbatch</c> refused a job.</summary>
    public static ExecutorException Refused(string destination, string words, string options) =>
        new($"{destination}: sbatch refused the job: {words.Trim()} Correct the executor's options ({(options.Length == 0 ? "none are set" : options)}), or ask the cluster's administrators.", IsPassing(words));

    private static bool IsPassing(string said) => Passing.Any(sign => said.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
