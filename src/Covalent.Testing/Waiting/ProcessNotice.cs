using System.Runtime.InteropServices;

namespace Covalent.Testing;

/// <summary>Waits for the end of processes that need not be children of this one. Linux only.</summary>
internal static partial class ProcessNotice
{
    private const long OpenProcess = 434;
    private const short Readable = 1;
    private const int NoSuchProcess = 3;
    private const int Interrupted = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits until a process runs no more, be it collected by its parent or not.</summary>
    /// <exception cref="TimeoutException">It still runs after five minutes.</exception>
    public static Task GoneAsync(int process) => Task.Factory.StartNew(() => WaitForEnd(process), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void WaitForEnd(int process)
    {
        // A descriptor of a process becomes readable when the process ends.
        var descriptor = (int)Call(OpenProcess, process, 0);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != NoSuchProcess)
            {
                throw new InvalidOperationException($"Process {process} cannot be watched: {Marshal.GetPInvokeErrorMessage(error)}.");
            }

            return;
        }

        try
        {
            var watched = new Watched { Descriptor = descriptor, Wanted = Readable };
            int ready;
            do
            {
                ready = Poll(ref watched, 1, (int)Patience.TotalMilliseconds);
            }
            while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);

            if (ready != 1)
            {
                throw new TimeoutException($"Process {process} still runs after {Patience.TotalSeconds:0} s.");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Watched
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(long number, nint process, nint flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Watched watched, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
