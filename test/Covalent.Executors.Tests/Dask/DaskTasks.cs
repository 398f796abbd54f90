using System.Diagnostics;
using Covalent.Testing;

namespace Covalent.Executors.Tests.Dask;

public static class DaskTasks
{
    /// <summary>Prints, says that it is here, and waits for the file.</summary>
    public static async Task<int> PrintAndWait(string signal, string goOn, CancellationToken cancellationToken)
    {
        Console.WriteLine("half way");
        await File.WriteAllTextAsync(signal, "here", cancellationToken);
        return await ConformanceTasks.WaitForFile(goOn, 1, cancellationToken);
    }

    /// <summary>Notes that it ran and in which process, then waits for a file without listening to anybody.</summary>
    public static int NoteAndWait(string log, string goOn)
    {
        File.AppendAllText(log, $"{Environment.ProcessId}\n");
        return ConformanceTasks.WaitForFile(goOn, 7, CancellationToken.None).GetAwaiter().GetResult();
    }

    public static int NoteBeforeAndAfter(string log, string goOn)
    {
        int result = NoteAndWait(log, goOn);
        return result + Write(log, "over");
    }

    /// <summary>Notes that it ran and ends its process.</summary>
    public static int NoteAndExit(string log, int code)
    {
        Write(log, "ran");
        Environment.Exit(code);
        return 0;
    }

    /// <summary>Kills the Dask worker that started this process.</summary>
    public static int KillDaskWorker(string log)
    {
        File.AppendAllText(log, "ran\n");
        Process.GetProcessById(ParentProcess()).Kill();
        return ConformanceTasks.WaitForFile(log + ".never", 0, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>The Dask worker that started this process.</summary>
    public static int ParentProcess()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
    }

    public static int Write(string log, string line)
    {
        File.AppendAllText(log, line + "\n");
        return 0;
    }

    /// <summary>Once it is to stop, it waits for the file and tidies up.</summary>
    public static async Task<int> TidyUpWhenStopped(string log, string goOn, CancellationToken cancellationToken)
    {
        Write(log, Environment.ProcessId.ToString());
        try
        {
            return await ConformanceTasks.WaitForFile(log + ".never", 0, cancellationToken);
        }
        finally
        {
            Write(log, "stopping");
            await ConformanceTasks.WaitForFile(goOn, 0, CancellationToken.None);
            Write(log, "tidy");
        }
    }

    public static double[] Doubled(double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= 2;
        }

        return values;
    }

    public static string RuntimeFolder() => System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();

    public static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
