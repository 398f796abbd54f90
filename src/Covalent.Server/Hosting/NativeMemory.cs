using System.Runtime.InteropServices;

namespace Covalent.Server.Hosting;

/// <summary>Keeps the C library from spreading what native code allocates over many heaps.</summary>
/// <remarks>
/// By default glibc gives threads up to eight heaps a processor, and what is free in one serves no thread of another. The thread pool carries the same
/// short-lived allocations (those of SQLite and of the compiler) from thread to thread, so each heap grows to the most that one thread ever needed at once:
/// memory in use stays where it is, and resident memory grows for hours. The runtime's own threads have made some heaps before this program's first line
/// runs, so those are trimmed now and then.
/// </remarks>
internal static partial class NativeMemory
{
    private const int ArenaMax = -8;
    private const int MostArenas = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>To be called before much has been allocated. Does nothing where the system has no such setting, or where its user has made one.</summary>
    public static void Gather()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is { Length: > 0 })
        {
            return;
        }

        try
        {
            _ = SetOption(ArenaMax, MostArenas);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, such as musl, which has one heap anyway.
        }
    }

    /// <summary>Gives what is free back to the system once a minute, half a millisecond each time, until it is disposed of.</summary>
    public static ITimer GiveBackNowAndThen(TimeProvider clock) => clock.CreateTimer(static _ => GiveBack(), null, Pause, Pause);

    private static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // As above.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint kept);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
