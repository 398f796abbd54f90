namespace Covalent.Core.Execution;

/// <summary>Says what an exit code means, for people.</summary>
internal static class ProcessExit
{
    public static string Describe(int code) => code switch
    {
        131 => "quit (SIGQUIT)",
        132 => "illegal instruction (SIGILL)",
        134 => "aborted (SIGABRT): Environment.FailFast, an exception nobody caught on a thread of its own, or a stack overflow",
        135 => "bus error (SIGBUS)",
        136 => "arithmetic error (SIGFPE)",
        137 => "killed (SIGKILL): by the system for lack of memory, or by somebody",
        139 => "segmentation fault (SIGSEGV) in native code",
        143 => "terminated (SIGTERM)",
        150 => "exit code 150: the .NET runtime or a shared framework it needs is not installed there",
        > 128 and < 160 => $"ended by signal {code - 128}",
        _ => $"exit code {code}",
    };
}
