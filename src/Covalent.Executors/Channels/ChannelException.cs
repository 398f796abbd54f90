namespace Covalent.Executors.Channels;

/// <summary>What went wrong between here and a machine.</summary>
internal enum ChannelFault
{
    /// <summary>Nobody answers under the name or address.</summary>
    Unreachable,

    /// <summary>The machine answers, but not on that port.</summary>
    Refused,

    /// <summary>The time allowed ran out.</summary>
    TimedOut,

    /// <summary>A link that worked is gone.</summary>
    LinkLost,

    /// <summary>The server's host key is in no known-hosts file.</summary>
    HostKeyUnknown,

    /// <summary>The server shows another key than the one known, or a revoked one.</summary>
    HostKeyChanged,

    /// <summary>The server did not accept the user's keys.</summary>
    Authentication,

    /// <summary>A key, certificate or configuration file on this side cannot be used.</summary>
    Identity,

    /// <summary>No space, or quota used up, on the far side.</summary>
    DiskFull,

    /// <summary>The far side denied access to a file or folder.</summary>
    AccessDenied,

    /// <summary>A file, folder or program is missing on the far side.</summary>
    Missing,

    /// <summary>A program was killed in the middle of what it did.</summary>
    Killed,

    /// <summary>A program failed for another reason.</summary>
    CommandFailed,
}

/// <summary>A machine could not be reached, or would not do what was asked.</summary>
internal sealed class ChannelException(string destination, ChannelFault fault, string message, Exception? innerException = null)
    : ExecutorException(message, IsPassing(fault), innerException)
{
    /// <summary>The machine, as in <see cref="ICommandChannel.Destination"/>.</summary>
    public string Destination { get; } = destination;

    public ChannelFault Fault { get; } = fault;

    /// <summary>No connection came about, so nothing can have happened on the machine.</summary>
    public bool NothingRan { get; init; }

    /// <summary>The way to the machine is at fault, not what was asked of it; a helper program that somebody killed there is part of that way.</summary>
    public bool IsAboutTheLink => Fault is ChannelFault.Unreachable or ChannelFault.Refused or ChannelFault.TimedOut or ChannelFault.LinkLost or ChannelFault.Killed;

    private static bool IsPassing(ChannelFault fault) =>
        fault is ChannelFault.Unreachable or ChannelFault.Refused or ChannelFault.TimedOut or ChannelFault.LinkLost or ChannelFault.Killed or ChannelFault.DiskFull;
}
