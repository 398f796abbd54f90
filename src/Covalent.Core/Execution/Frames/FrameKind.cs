namespace Covalent.Core.Execution;

/// <summary>What a frame between a dispatcher and its warm worker says. What each holds is written and read by <see cref="HelloFrame"/>, <see cref="RunFrame"/>, <see cref="CompletedFrame"/> and those who send the shorter ones.</summary>
internal enum FrameKind : byte
{
    /// <summary>Worker, first on each of its two connections: protocol number, secret, which of the two it is, version of Covalent.</summary>
    Hello = 1,

    /// <summary>Dispatcher: a template and the number it goes by from now on.</summary>
    Template = 2,

    /// <summary>Dispatcher: a shared constant and the number it goes by from now on.</summary>
    Constant = 3,

    /// <summary>Dispatcher: forget all templates and constants; tasks already queued keep theirs.</summary>
    Reset = 4,

    /// <summary>Dispatcher: run this task after those sent before.</summary>
    Run = 5,

    /// <summary>Dispatcher: stop this task, running or queued.</summary>
    Stop = 6,

    /// <summary>Dispatcher: give this task back if it has not started.</summary>
    Recall = 7,

    /// <summary>Dispatcher: end when nothing is queued any more.</summary>
    Retire = 8,

    /// <summary>Worker: a task completed and wrote nothing; the short form of an outcome.</summary>
    Completed = 16,

    /// <summary>Worker: any other outcome.</summary>
    Ended = 17,

    /// <summary>Worker: a recalled task that had not started.</summary>
    Returned = 18,

    /// <summary>Worker: live output of the running task.</summary>
    Output = 19,

    /// <summary>Worker: progress told by user code.</summary>
    Progress = 20,

    /// <summary>Worker: it ends now, though asked to go on; what waits in it has not started.</summary>
    Leaving = 21,
}
