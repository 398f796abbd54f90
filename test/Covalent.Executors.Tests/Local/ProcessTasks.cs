using Covalent.Testing;
namespace Covalent.Executors.Tests.Local;

public static class ProcessTasks
{
    private static int _calls;

    public static int CallsInThisProcess() => ++_calls;

    public static int HoldUntil(string started, string release)
    {
        File.WriteAllText(started, "started");
        return ConformanceTasks.WaitForFile(release, 1, CancellationToken.None).GetAwaiter().GetResult();
    }

    public static string BaseDirectory() => AppContext.BaseDirectory;

    public static int Bytes(byte[] bytes) => bytes.Length;

    public static async Task<int> Report(string started, string release, CancellationToken cancellationToken)
    {
        Console.WriteLine("half way");
        ElectronContext.Current!.ReportProgress(0.5, "half way");
        await File.WriteAllTextAsync(started, "started", cancellationToken);
        await FileNotice.AppearsAsync(release, cancellationToken);

        return 1;
    }
}
