using System.Text.Json.Nodes;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>Looks for tasks whose submission may or may not have arrived: by what lies in their folders, then by name in the queue.</summary>
internal sealed class SlurmFinder(SlurmCluster cluster, TimeProvider clock)
{
    private static readonly TimeSpan WhileUnderWay = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<string> tasks, CancellationToken cancellationToken)
    {
        RemoteSite site = await cluster.SiteAsync(cancellationToken).ConfigureAwait(false);
        List<Trace> traces = await LookAsync(site, tasks, cancellationToken).ConfigureAwait(false);
        // An sbatch that waits for its controller may go on for long after the link was lost; after two minutes without a change it is given up.
        while (traces.Exists(trace => trace.Answer == "-"))
        {
            await Task.Delay(WhileUnderWay, clock, cancellationToken).ConfigureAwait(false);
            traces = await LookAsync(site, tasks, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyDictionary<string, string> byName = await AskByNameAsync(traces, cancellationToken).ConfigureAwait(false);
        Dictionary<string, JsonNode?> found = traces.ToDictionary(trace => trace.Task, trace => HandleOf(trace, byName));
        return [.. tasks.Select(task => found.GetValueOrDefault(task))];
    }

    private async Task<List<Trace>> LookAsync(RemoteSite site, IReadOnlyList<string> tasks, CancellationToken cancellationToken)
    {
        string output = await cluster.AskAsync(SlurmTaskScripts.Find(site.Layout, tasks), $"looking for {tasks.Count} job(s)", cancellationToken).ConfigureAwait(false);
        return [.. output.Split('\n').Select(Trace.Parse).OfType<Trace>()];
    }

    /// <summary>Ids of jobs whose submission never noted its answer, by their names.</summary>
    private async Task<IReadOnlyDictionary<string, string>> AskByNameAsync(List<Trace> traces, CancellationToken cancellationToken)
    {
        string[] names = [.. traces.Where(trace => SlurmOutput.JobId(trace.Answer) is null).Select(trace => trace.Submission).Distinct()];
        if (names.Length == 0 || !cluster.NamesAreOurs)
        {
            return new Dictionary<string, string>();
        }

        string output = await cluster.AskAsync(SlurmCommands.QueueByName(names), $"looking for {names.Length} job(s) by name", cancellationToken).ConfigureAwait(false);
        return SlurmOutput.Queue(output).GroupBy(job => job.Name).ToDictionary(group => group.Key, group => group.First().Id.Split('_')[0]);
    }

    private static JsonNode? HandleOf(Trace trace, IReadOnlyDictionary<string, string> byName)
    {
        string? id = SlurmOutput.JobId(trace.Answer) ?? byName.GetValueOrDefault(trace.Submission);
        if (id is null)
        {
            return null;
        }

        // A batch of one element is no array; one with several has its number of tasks in its name.
        bool isArray = trace.Submission != trace.Task && trace.IsArray;
        return new SlurmJobHandle(isArray ? $"{id}_{trace.Element}" : id, trace.Task, trace.Submission, trace.Element, trace.IsPacked).ToJson();
    }

    private sealed record Trace(string Task, string Submission, int Element, bool IsPacked, bool IsArray, string Answer)
    {
        public static Trace? Parse(string line) =>
            line.Split(' ', 5) is [var task, var submission, var element, var kind, var answer] && int.TryParse(element, out int number)
                ? new Trace(task, submission, number, kind.StartsWith('1'), kind.EndsWith('a'), answer)
                : null;
    }
}
