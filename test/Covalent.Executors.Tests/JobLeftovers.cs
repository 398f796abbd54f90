namespace Covalent.Executors.Tests;

/// <summary>What jobs left below a folder of the far side, which the tests can see because it is this machine.</summary>
internal static class JobLeftovers
{
    /// <param name="work">The folder with <c>jobs</c> and <c>queues</c>.</param>
    /// <param name="keepsQueues">Whether queues stay for the next tasks.</param>
    public static IReadOnlyList<string> In(string work, bool keepsQueues = true)
    {
        if (Directory.Exists($"{work}/hosts"))
        {
            return [.. Directory.GetDirectories($"{work}/hosts").SelectMany(host => In(host, keepsQueues))];
        }

        IEnumerable<string> jobs = Entries($"{work}/jobs");
        IEnumerable<string> queues = Entries($"{work}/queues");
        IEnumerable<string> halfRemoved = Directory.Exists(work) ? Directory.GetDirectories(work, "removed.*") : [];
        return [.. jobs, .. keepsQueues ? queues.SelectMany(queue => Entries($"{queue}/new")) : queues, .. halfRemoved];
    }

    private static string[] Entries(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
}
