using System.Text.Json.Nodes;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Ssh;

/// <summary>Looks for tasks that may be on some machine of the pool: on all at once, so that one that is dead holds up only those that may be on it.</summary>
internal sealed class SshFinder(SshPool pool, TimeProvider clock, TimeSpan patience, ILogger logger)
{
    /// <param name="tasks">The tasks.</param>
    /// <param name="found">Told each as soon as it is found, one at a time.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="ExecutorException">A machine that may have the others could not be reached within the patience.</exception>
    public async Task FindAsync(IReadOnlyList<RemoteTask> tasks, Func<RemoteTask, JsonNode, Task> found, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Dictionary<RemoteTask, HashSet<SshHost>> open = tasks.ToDictionary(task => task, task => pool.MayHave(task).ToHashSet());
        List<Task<Answer>> asking = [.. open.SelectMany(pair => pair.Value.Select(host => (Host: host, Task: pair.Key))).GroupBy(pair => pair.Host, pair => pair.Task)
            .Select(group => AskAsync(group.Key, [.. group], enough.Token))];
        try
        {
            while (open.Values.Any(hosts => hosts.Count > 0))
            {
                Task<Answer> first = await Task.WhenAny(asking).ConfigureAwait(false);
                asking.Remove(first);
                Answer answer = await first.ConfigureAwait(false);
                foreach (RemoteTask task in answer.Asked.Where(open.ContainsKey))
                {
                    open[task].Remove(answer.Host);
                    if (answer.There.TryGetValue(task.JobName, out JobName job))
                    {
                        open.Remove(task);
                        await found(task, new SshJobHandle(answer.Host.Name, job).ToJson()).ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            await enough.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(asking)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Answer> AskAsync(SshHost host, IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        string[] names = [.. tasks.Select(task => task.JobName)];
        try
        {
            IReadOnlyDictionary<string, JobName> there = await new LinkPatience(clock, patience, logger).RunAsync(
                async () => await (await host.Remote.SiteAsync(cancellationToken).ConfigureAwait(false)).Jobs.FindAsync(names, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return new Answer(host, tasks, there);
        }
        catch (ChannelException e) when (e.IsAboutTheLink)
        {
            throw new ExecutorException($"{tasks.Count} task(s) may be on '{host.Name}', which could not be reached for {patience.TotalSeconds:0.#} s (host_patience): they may have run there, and are given up. Dispatch again when that is no harm. {e.Message}", isTransient: false, e);
        }
    }

    private sealed record Answer(SshHost Host, IReadOnlyList<RemoteTask> Asked, IReadOnlyDictionary<string, JobName> There);
}
