namespace Covalent.Core.Execution;

/// <summary>Says what an exit code means, for people: signals, codes of the worker and of the scripts around it, codes of .NET's host.</summary>
/// <remarks>Of the host's codes a shell sees the last byte: 0x80008083 is 131. Some of them are those of signals too; then both are said.</remarks>
internal static class ProcessExit
{
    public static string Describe(int code) => code switch
    {
        64 => "exit code 64: the worker does not understand its command line, so it is of another version of Covalent than its dispatcher; or the task called Environment.Exit(64)",
        74 => "exit code 74: the worker could not write its outcome, as on a full disk; or the task called Environment.Exit(74)",
        95 => "exit code 95: the node does not see the files of the job",
        96 => "exit code 96: the job's script is missing or could not be copied",
        97 => "exit code 97: the job's folder cannot be written to, or its program could not be started",
        98 => "exit code 98: the work folder could not be made or entered",
        99 => "exit code 99: the conda environment could not be activated",
        130 => "exit code 130: .NET's host found a library of its own that it could not load; or interrupted (SIGINT)",
        131 => "exit code 131: .NET's host (hostfxr or hostpolicy) was not found, so .NET is not installed where it was looked for; or quit (SIGQUIT)",
        132 => "illegal instruction (SIGILL)",
        133 => "trapped (SIGTRAP)",
        134 => "aborted (SIGABRT): Environment.FailFast, an exception nobody caught on a thread of its own, or a stack overflow",
        135 => "bus error (SIGBUS); or .NET's runtime (coreclr) was not found",
        136 => "arithmetic error (SIGFPE); or .NET's runtime (coreclr) could not be loaded",
        137 => "killed (SIGKILL): by the system for lack of memory, or by somebody; .NET ends so, too, when its runtime cannot be initialized, as under a tight limit of address space",
        139 => "segmentation fault (SIGSEGV) in native code; or .NET's host found a deps file that is missing or not valid",
        140 => "exit code 140: a file that the deps file lists was not found, so the application's folder is not whole",
        142 => "exit code 142: the parts of .NET's host are of different versions",
        143 => "terminated (SIGTERM)",
        146 => "exit code 146: .NET's host was started with arguments that make no sense",
        147 => "exit code 147: the runtimeconfig file is not valid",
        149 => "exit code 149: the program does not know which application it starts",
        150 => "exit code 150: the .NET runtime or a shared framework it needs is not installed there",
        156 => "exit code 156: the shared frameworks installed there do not fit together for this application",
        > 128 and < 160 => $"ended by signal {code - 128}",
        _ => $"exit code {code}",
    };
}
