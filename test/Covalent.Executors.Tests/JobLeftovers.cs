namespace Covalent.Executors.Tests;

/// <summary>What jobs left below a folder of the far side, which the tests can see because it is this machine.</summary>
internal static class JobLeftovers
{
    /// <param name="work">The folder with <c>jobs</c> and <c>queues</c>.</param>
    public static IReadOnlyList<string> In(string work)
    {
        IEnumerable<string> jobs = Entries($"{work}/jobs");
        IEnumerable<string> waiting = Directory.Exists($"{work}/queues") ? Directory.GetDirectories($"{work}/queues").SelectMany(queue => Entries($"{queue}/new")) : [];
        return [.. jobs, .. waiting];
    }

    private static string[] Entries(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
}
