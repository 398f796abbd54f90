using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>The text of the script that <c>sbatch</c> receives. Pure: the same settings give the same text.</summary>
/// <remarks>
/// Two blocks are exactly as the documentation prints them: the preamble of <c>#SBATCH</c> lines, and the lines from the first prerun to the last
/// postrun command. What the job needs besides (its name, output files and folder) is on the command line of <c>sbatch</c> instead.
/// The program writes its exit code into a file, so that nothing has to stand between those lines to keep it.
/// </remarks>
internal static class SlurmScript
{
    /// <summary>Exit code of a job whose program was never started.</summary>
    public const int ProgramNotStarted = 97;

    /// <summary>Exit code of a job whose conda environment could not be activated.</summary>
    public const int NoEnvironment = 99;

    /// <summary>After the name of the file with the exit code, the name of one that is there when the whole job has run.</summary>
    public const string Over = ".over";

    /// <param name="settings">The executor.</param>
    /// <param name="program">The program that runs the task, quoted.</param>
    /// <param name="folder">The submission's folder, as a shell word.</param>
    /// <param name="exitFile">File into which the program writes its exit code, as a shell word.</param>
    public static string Write(SlurmExecutor settings, ShellText program, ShellText folder, ShellText exitFile) => string.Join('\n',
    [
        "#!/bin/bash",
        .. SlurmOptionSyntax.WriteAll(settings.Options).Select(option => $"#SBATCH {option}"),
        "",
        // A folder that was there and is gone was tidied up by whoever has got the outcome.
        $"tidied={ProgramNotStarted}; [ ! -d {folder} ] || tidied=0",
        // In a second life, the first one's end is no end.
        $"[ \"${{SLURM_RESTART_COUNT:-0}}\" = 0 ] || rm -f -- {exitFile} {exitFile}{Over}",
        .. Environment(settings),
        .. settings.PrerunCommands,
        .. ProgramLines(settings, program),
        .. settings.PostrunCommands,
        "",
        // The job ends as its program did, whatever was run after it; background commands may finish first.
        "wait",
        // A program that did not come to write its exit code was ended from outside: Slurm gets a moment to end the job in its own words.
        $"[ -f {exitFile} ] || [ ! -d {folder} ] || sleep 2",
        $"code=$(cat -- {exitFile} 2>/dev/null || if [ -d {folder} ]; then echo {ProgramNotStarted}; else echo \"$tidied\"; fi)",
        $"[ ! -r {folder}/{SlurmTaskScripts.AtTheEnd} ] || sh {folder}/{SlurmTaskScripts.AtTheEnd}",
        "exit \"$code\"",
        "",
    ]);

    private static IEnumerable<string> Environment(SlurmExecutor settings)
    {
        if (settings.BashrcPath.Length > 0)
        {
            ShellText file = RemotePath.Expression(settings.BashrcPath);
            yield return $"if [ -f {file} ]; then . {file}; fi";
        }

        foreach ((string name, string value) in settings.Variables)
        {
            yield return $"export {name}={ShellQuote.Quote(value)}";
        }

        if (settings.CondaEnv.Length > 0)
        {
            yield return ShellText.Of($$"""eval "$(conda shell.bash hook)" && conda activate {{settings.CondaEnv}} || { echo "The conda environment "{{settings.CondaEnv}}" could not be activated on $(hostname)." >&2; exit {{NoEnvironment}}; }""").ToString();
        }
    }

    private static IEnumerable<string> ProgramLines(SlurmExecutor settings, ShellText program)
    {
        if (!settings.UseSrun)
        {
            return [program.ToString()];
        }

        string srun = string.Join(' ', ["srun", .. SlurmOptionSyntax.WriteAll(settings.SrunOptions).Select(option => option.ToString())]);
        return settings.SrunAppend.Length == 0 ? [$"{srun} {program}"] : [$"{srun} \\", $"{settings.SrunAppend} \\", program.ToString()];
    }
}
