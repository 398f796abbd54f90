using System.ComponentModel;
using System.Diagnostics;

namespace Covalent.Core.Execution;

/// <summary>One process and no other: the number alone may have been given to another process since.</summary>
/// <param name="Id">Its number.</param>
/// <param name="StartedAt">When it started, UTC ticks.</param>
internal readonly record struct ProcessIdentity(int Id, long StartedAt)
{
    // The system counts starts from boot and each reader adds its own idea of when that was, which moves a little with the clock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process.</summary>
    public static ProcessIdentity Current()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessIdentity(process.Id, process.StartTime.ToUniversalTime().Ticks);
    }

    /// <summary>Whether the process runs.</summary>
    public bool IsAlive()
    {
        using var process = Find();
        return process is not null;
    }

    /// <summary>The running process; null when it is gone, or when its number belongs to another one.</summary>
    public Process? Find()
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(Id);
            if (!process.HasExited && !IsUncollected(Id) && (process.StartTime.ToUniversalTime() - new DateTime(StartedAt, DateTimeKind.Utc)).Duration() <= Tolerance)
            {
                return process;
            }
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended while it was looked at.
        }

        process?.Dispose();
        return null;
    }

    // A process that has ended keeps its number until its parent asks how; in a container whose first process never does, for ever.
    private static bool IsUncollected(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            // The name before the state is in parentheses and may hold some itself.
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line.AsSpan(line.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return true;
        }
    }
}
