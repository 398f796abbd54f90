namespace Covalent;

/// <summary>What a back end says about a job.</summary>
public enum JobState : byte
{
    /// <summary>The back end does not know the job, or gave no answer about it. Never a guess: the job is asked for again, its outcome is
    /// looked for, and only after <see cref="RemoteExecutor.UnknownPatience"/> polls the attempt fails as lost.</summary>
    Unknown = 0,

    /// <summary>Accepted, not started. Does not count against the time limit.</summary>
    Queued = 1,

    /// <summary>Running, suspended or being moved by the back end.</summary>
    Running = 2,

    /// <summary>Over, however it went: the outcome is fetched next, and then the job's files are removed. An outcome alone does not make a job over: say so
    /// when the program that wrote it is gone, which may write more beside it.</summary>
    Ended = 3,
}
