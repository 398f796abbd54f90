using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Ssh;

/// <summary>Hands tasks to machines: the least loaded first, another when one cannot be reached.</summary>
internal sealed class SshSubmitter(SshExecutor settings, SshPool pool, TimeProvider clock, ILogger logger)
{
    public async Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<RemoteTask, JobSubmission>();
        var shares = Share(tasks, pool.Hosts);
        await Task.WhenAll(shares.Select(share => SubmitShareAsync(share.Host, share.Tasks, answers, isOnly: shares.Count == 1, cancellationToken))).ConfigureAwait(false);
        return [.. tasks.Select(task => answers[task])];
    }

    /// <summary>Tasks by machine, each to the one that is least full by then.</summary>
    private static List<(SshHost Host, List<RemoteTask> Tasks)> Share(IReadOnlyList<RemoteTask> tasks, IReadOnlyList<SshHost> hosts)
    {
        var shares = new Dictionary<SshHost, List<RemoteTask>>();
        foreach (RemoteTask task in tasks)
        {
            SshHost host = hosts.Count == 1 ? hosts[0] : hosts.MinBy(host => host.Load)!;
            host.Assign(task.JobName);
            (shares.TryGetValue(host, out List<RemoteTask>? share) ? share : shares[host] = []).Add(task);
        }

        return [.. shares.Select(share => (share.Key, share.Value))];
    }

    private async Task SubmitShareAsync(SshHost host, List<RemoteTask> tasks, Dictionary<RemoteTask, JobSubmission> answers, bool isOnly, CancellationToken cancellationToken)
    {
        try
        {
            (SshHost taker, IReadOnlyList<JobName> jobs) = await SendToSomeAsync(host, tasks, cancellationToken).ConfigureAwait(false);
            Answer(tasks, (_, i) => JobSubmission.Accepted(new SshJobHandle(taker.Name, jobs[i]).ToJson()));
        }
        catch (ChannelException e) when (e.IsAboutTheLink && !e.NothingRan && isOnly)
        {
            // Nothing is known about any of the tasks: the dispatcher will look for them.
            tasks.ForEach(task => host.Release(task.JobName));
            throw;
        }
        catch (ChannelException e) when (e.IsAboutTheLink && !e.NothingRan)
        {
            await FindOrSendAsync(host, tasks, answers, cancellationToken).ConfigureAwait(false);
        }
        catch (ExecutorException e)
        {
            tasks.ForEach(task => host.Release(task.JobName));
            Answer(tasks, (_, _) => JobSubmission.Refused(e));
        }

        void Answer(List<RemoteTask> answered, Func<RemoteTask, int, JobSubmission> answer)
        {
            lock (answers)
            {
                for (int i = 0; i < answered.Count; i++)
                {
                    answers[answered[i]] = answer(answered[i], i);
                }
            }
        }
    }

    /// <summary>The machine may have the tasks, and the others of the call have their answers already: it is asked, for as long as it takes to reach it.</summary>
    private async Task FindOrSendAsync(SshHost host, List<RemoteTask> tasks, Dictionary<RemoteTask, JobSubmission> answers, CancellationToken cancellationToken)
    {
        var patience = new LinkPatience(clock, TimeSpan.FromSeconds(settings.HostPatience), logger);
        IReadOnlyDictionary<string, JobName> found = await patience.RunAsync(
            async () => await (await host.Remote.SiteAsync(cancellationToken).ConfigureAwait(false)).Jobs.FindAsync([.. tasks.Select(task => task.JobName)], cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        lock (answers)
        {
            foreach (RemoteTask task in tasks.Where(task => found.ContainsKey(task.JobName)))
            {
                answers[task] = JobSubmission.Accepted(new SshJobHandle(host.Name, found[task.JobName]).ToJson());
            }
        }

        if (tasks.FindAll(task => !found.ContainsKey(task.JobName)) is { Count: > 0 } missing)
        {
            await SubmitShareAsync(host, missing, answers, isOnly: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends tasks to the machine, or to others where no connection came about, or to this one as the last resort.</summary>
    private async Task<(SshHost Taker, IReadOnlyList<JobName> Jobs)> SendToSomeAsync(SshHost first, List<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        ChannelException? reason = null;
        foreach (SshHost host in pool.Hosts.OrderByDescending(host => host == first).ThenBy(host => host.Load).Concat(pool.Here is null ? [] : [pool.Here]))
        {
            try
            {
                IReadOnlyList<JobName> jobs = await SendAsync(host, tasks, cancellationToken).ConfigureAwait(false);
                if (host != first)
                {
                    tasks.ForEach(task => first.Release(task.JobName));
                    tasks.ForEach(task => host.Assign(task.JobName));
                }

                return (host, jobs);
            }
            catch (ChannelException e) when (e.NothingRan)
            {
                reason ??= e;
            }
        }

        throw reason!;
    }

    private async Task<IReadOnlyList<JobName>> SendAsync(SshHost host, List<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        RemoteSite site = await host.Remote.SiteAsync(cancellationToken).ConfigureAwait(false);
        pool.Sending(tasks, host);
        var names = new JobName[tasks.Count];
        foreach (IGrouping<(string Bundle, bool Apart), (RemoteTask Task, int Index)> group in tasks.Select((task, i) => (Task: task, Index: i)).GroupBy(pair => (pair.Task.Attempt.Dispatch.BundleId ?? "", pair.Task.IsSuspect)))
        {
            TaskBundle bundle = await group.First().Task.GetBundleAsync(cancellationToken).ConfigureAwait(false);
            PlacedWorker worker = await pool.Runtime.PlaceAsync(site, bundle, cancellationToken).ConfigureAwait(false);
            string queue = group.Key.Apart
                ? await StartApartAsync(site, worker, [.. group.Select(pair => pair.Task)], cancellationToken).ConfigureAwait(false)
                : await EnqueueAsync(host, site, worker, [.. group.Select(pair => pair.Task)], cancellationToken).ConfigureAwait(false);
            foreach ((RemoteTask task, int index) in group)
            {
                names[index] = new JobName(task.JobName, queue);
            }
        }

        return names;
    }

    private async Task<string> EnqueueAsync(SshHost host, RemoteSite site, PlacedWorker worker, IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        JobQueue queue = QueueFor(host, site, worker);
        host.Keep(queue);
        await site.Jobs.EnqueueAsync(queue, await JobsOfAsync(site, tasks, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        pool.Follow(host, site, queue.Name);
        host.HandedOver();
        return queue.Name;
    }

    private async Task<string> StartApartAsync(RemoteSite site, PlacedWorker worker, IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        IReadOnlyList<DetachedJob> packed = await JobsOfAsync(site, tasks, cancellationToken).ConfigureAwait(false);
        var jobs = tasks.Zip(packed, (task, job) =>
        {
            string folder = site.Layout.Job(task.JobName);
            string work = site.WorkDirOf(settings.OwnFolderOf(task));
            var command = new WorkerCommand
            {
                Dotnet = worker.Dotnet,
                BundleFolder = worker.BundleFolder,
                Application = worker.Application,
                Package = $"{folder}/{JobFiles.Package}",
                Outcome = $"{folder}/{JobFiles.Outcome}",
                Stdout = $"{folder}/{JobFiles.Stdout}",
                Stderr = $"{folder}/{JobFiles.Stderr}",
                WorkDir = work,
                Grace = TimeSpan.FromSeconds(settings.StopGrace),
            };
            return (job, new JobProgram(ShellText.Of($"{worker.Command} {ShellText.Words(command.RunArguments())}"), work, Before(worker)));
        });
        await site.Jobs.StartAsync([.. jobs], cancellationToken).ConfigureAwait(false);
        return "";
    }

    private JobQueue QueueFor(SshHost host, RemoteSite site, PlacedWorker worker)
    {
        // Named after what its workers are, so that other settings make another queue.
        var settled = ShellText.Lines(Before(worker), worker.Command, ShellText.Of($"{settings.WorkerIdle.ToString()} {settings.StopGrace.ToString()}"));
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settled.ToString())))[..24];
        ShellText leader = QueueScripts.Leader(site.Layout, name, Before(worker), worker.Command, TimeSpan.FromSeconds(settings.WorkerIdle), TimeSpan.FromSeconds(settings.StopGrace), leadsGroup: true);
        return new JobQueue(name, leader, host.Workers(site));
    }

    private ShellText Before(PlacedWorker worker)
    {
        var before = worker.Before;
        if (settings.PythonPath is not ("" or "python"))
        {
            before = ShellText.Lines(ShellText.Of($"export COVALENT_PYTHON={settings.PythonPath}"), before);
        }

        return ShellText.Lines(CondaActivation.Of(settings.CondaEnv), before);
    }

    private async Task<IReadOnlyList<DetachedJob>> JobsOfAsync(RemoteSite site, IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        var jobs = new List<DetachedJob>(tasks.Count);
        foreach (RemoteTask task in tasks)
        {
            jobs.Add(new DetachedJob(task.JobName, [
                await PackageFile.OfAsync(task, settings.CacheDir, cancellationToken).ConfigureAwait(false),
                ArchiveFile.FromBytes(JobFiles.WorkDir, Encoding.UTF8.GetBytes(site.WorkDirOf(settings.OwnFolderOf(task))))]));
        }

        return jobs;
    }
}
