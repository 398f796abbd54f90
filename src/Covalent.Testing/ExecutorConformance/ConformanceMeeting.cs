using System.Globalization;

namespace Covalent.Testing;

/// <summary>Electrons of the conformance suite that deal with something outside of themselves.</summary>
public static class ConformanceMeeting
{
    /// <summary>Says that it is here and waits for the other.</summary>
    public static async Task<int> Meet(string mine, string theirs, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(mine, "here", cancellationToken).ConfigureAwait(false);
        return await ConformanceTasks.WaitForFile(theirs, 1, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a child process, tells its id, and waits for ever.</summary>
    public static int LeaveChildAndWait(string signalFile, string childFile)
    {
        File.WriteAllText(childFile, ConformanceTasks.LeaveChild().ToString(CultureInfo.InvariantCulture));
        return ConformanceTasks.Stuck(signalFile);
    }

    /// <summary>Says that a quarter is done, waits for a file, and says that all is.</summary>
    public static async Task<int> ReportAndWait(string goOn, CancellationToken cancellationToken)
    {
        ElectronContext.Current!.ReportProgress(0.25, "a quarter; 量子");
        var value = await ConformanceTasks.WaitForFile(goOn, 7, cancellationToken).ConfigureAwait(false);
        ElectronContext.Current!.ReportProgress(1);
        return value;
    }

    /// <summary>Notes that it runs, waits for a file, and notes that it is done.</summary>
    public static async Task<int> CountAndWait(string log, string goOn, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(log, "ran\n", cancellationToken).ConfigureAwait(false);
        var value = await ConformanceTasks.WaitForFile(goOn, 7, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(log + ".done", "done", cancellationToken).ConfigureAwait(false);
        return value;
    }
}
