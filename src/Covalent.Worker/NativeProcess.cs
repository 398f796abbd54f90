using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Covalent.Worker;

/// <summary>The few things about this process that only the system's own calls can do.</summary>
internal static partial class NativeProcess
{
    private const int SigTerm = 15;
    private const int SigKill = 9;
    private const nint Ignore = 1;

    /// <summary>Puts this process, and so the children of user code, into a process group that can be stopped as one.</summary>
    public static void BecomeGroupLeader()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetProcessGroup(0, 0);
        }
    }

    /// <summary>Asks the children that user code may have left behind to end, just before this process leaves: from here on it does not hear
    /// SIGTERM itself. Only where it leads its own group.</summary>
    public static void TerminateGroup()
    {
        if (!OperatingSystem.IsWindows() && GetProcessGroup() == Environment.ProcessId)
        {
            // A handler would run on another thread, at a time when it may have been taken away again.
            _ = SetSignalAction(SigTerm, Ignore);
            _ = Kill(0, SigTerm);
        }
    }

    /// <summary>Asks another process to end.</summary>
    public static void Terminate(int process)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(process, SigTerm);
        }
    }

    /// <summary>Ends another process's group at once: what it started and did not wait for.</summary>
    public static void KillGroupOf(int process)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(-process, SigKill);
        }
    }

    /// <summary>Ends this process and its group at once.</summary>
    public static void KillGroup()
    {
        if (!OperatingSystem.IsWindows() && GetProcessGroup() == Environment.ProcessId)
        {
            _ = Kill(0, SigKill);
        }

        ExitNow(137);
    }

    /// <summary>Ends this process without waiting for threads or exit handlers of user code.</summary>
    public static void ExitNow(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }

        ExitImmediately(code);
    }

    /// <summary>Opens a file so that every write, by whatever process shares the descriptor, goes to its end. Linux only.</summary>
    public static SafeFileHandle OpenForAppend(string path)
    {
        const int WriteOnlyCreateAppendCloseOnExec = 0x1 | 0x40 | 0x400 | 0x80000;
        const int OwnerReadsAndWrites = 0x180;
        var descriptor = Open(path, WriteOnlyCreateAppendCloseOnExec, OwnerReadsAndWrites);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"File '{path}' cannot be opened for output: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    /// <summary>Adds bytes to the end of a file in one piece, whoever else adds to it at the same time.</summary>
    /// <returns>The file's length afterwards.</returns>
    public static long Append(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = OpenForAppend(path);
        if (Write(file.DangerousGetHandle().ToInt32(), bytes, bytes.Length) != bytes.Length)
        {
            throw new IOException($"File '{path}' cannot be written: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }

        return RandomAccess.GetLength(file);
    }

    /// <summary>Makes descriptor 1 or 2 of this process, and so of children started later, mean the given file. Linux only.</summary>
    public static void Redirect(SafeFileHandle file, int descriptor)
    {
        if (Duplicate(file.DangerousGetHandle().ToInt32(), descriptor) < 0)
        {
            throw new IOException($"Descriptor {descriptor} cannot be redirected: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    /// <summary>Opens a folder so that <see cref="TryEnter"/> can go there. Linux only.</summary>
    public static SafeFileHandle? OpenFolder(string path)
    {
        const int PathOnlyDirectoryCloseOnExec = 0x200000 | 0x10000 | 0x80000;
        var descriptor = Open(path, PathOnlyDirectoryCloseOnExec, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : null;
    }

    /// <summary>Makes an open folder the current one.</summary>
    public static bool TryEnter(SafeFileHandle folder) => ChangeFolder(folder.DangerousGetHandle().ToInt32()) == 0;

    /// <summary>Gives the disk space of a part of a file back; the part reads as zeros. Linux only; best effort.</summary>
    public static void PunchHole(SafeFileHandle file, long offset, long length)
    {
        const int PunchHoleKeepSize = 3;
        _ = Allocate(file.DangerousGetHandle().ToInt32(), PunchHoleKeepSize, offset, length);
    }

    [LibraryImport("libc", EntryPoint = "fchdir")]
    private static partial int ChangeFolder(int folder);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(int file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "setpgid", SetLastError = true)]
    private static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int GetProcessGroup();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetSignalAction(int signal, nint action);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, ReadOnlySpan<byte> bytes, nint length);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitImmediately(int code);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int from, int to);
}
