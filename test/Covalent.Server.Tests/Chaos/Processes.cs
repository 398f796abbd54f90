using System.Diagnostics;

namespace Covalent.Server.Tests.Chaos;

/// <summary>Processes that the chaos run itself caused, found by parent or by their own scratch folder.</summary>
internal static class Processes
{
    public static IReadOnlyList<int> ChildrenOf(int parent)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{parent}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    public static bool Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Processes whose command line names the folder, once they had time to end.</summary>
    public static async Task<int> CountAsync(string folder, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            while (Named(folder).FirstOrDefault() is > 0 and var id)
            {
                await ExitAsync(id, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // They had their time.
        }

        return Named(folder).Count();
    }

    private static async Task ExitAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It has ended meanwhile.
        }
    }

    private static IEnumerable<int> Named(string folder) => Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)).Where(path =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(path, "cmdline")).Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(path => int.Parse(Path.GetFileName(path)));
}
