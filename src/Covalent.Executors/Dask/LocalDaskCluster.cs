using System.Diagnostics;

namespace Covalent.Executors.Dask;

/// <summary>A Dask cluster on this machine: a scheduler and workers as processes of their own that outlive whoever started them.</summary>
/// <param name="folder">Folder of its state, logs and scratch files; one cluster a folder.</param>
/// <param name="clock">The clock.</param>
internal sealed class LocalDaskCluster(string folder, TimeProvider clock)
{
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private string SchedulerFile => Path.Combine(folder, "scheduler.json");

    /// <summary>The cluster of a data folder, started or not.</summary>
    public static LocalDaskCluster Of(string dataFolder, TimeProvider clock) => new(Path.Combine(dataFolder, "dask-cluster"), clock);

    /// <summary>Address of the cluster that runs for a data folder; null when none does.</summary>
    public static string? AddressIn(string dataFolder) =>
        LocalDaskState.Read(Path.Combine(dataFolder, "dask-cluster")) is { Scheduler.IsAlive: true } state ? state.Address : null;

    /// <summary>What is known of the cluster; null when none was started here, or it was stopped.</summary>
    public LocalDaskState? Find() => LocalDaskState.Read(folder);

    /// <summary>Starts scheduler and workers; what runs already is left alone.</summary>
    /// <returns>The cluster, once all its workers have reported to the scheduler.</returns>
    /// <exception cref="DaskException">There is no Python with distributed, or a process ended at once; the message has its last words.</exception>
    public async Task<LocalDaskState> StartAsync(LocalDaskOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (Find() is { Scheduler.IsAlive: true } running)
        {
            return await ScaleAsync(running, Math.Max(running.Workers.Count, options.Workers), cancellationToken).ConfigureAwait(false);
        }

        PythonFound python = await PythonFinder.FindAsync(options.Python, cancellationToken).ConfigureAwait(false);
        // Workers whose scheduler was killed go on looking for one under its address.
        await StopAsync(cancellationToken).ConfigureAwait(false);
        File.Delete(SchedulerFile);
        DaskProcess scheduler = Launch(python.Path, "scheduler", DaskArguments.Scheduler(options, SchedulerFile));
        string address = await AddressAsync(scheduler, cancellationToken).ConfigureAwait(false);
        var state = new LocalDaskState(address, python.Path, scheduler, options with { Python = python.Path }, []);
        state.Write(folder);
        return await ScaleAsync(state, options.Workers, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings the number of workers to <paramref name="workers"/>: dead ones are replaced, surplus ones hand their results over and leave.</summary>
    public async Task<LocalDaskState> ScaleAsync(int workers, CancellationToken cancellationToken) =>
        await ScaleAsync(Running(), workers, cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the cluster. Tasks that run on it are stopped, and results that were not fetched are lost.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Find() is not { } state)
        {
            return;
        }

        await Task.WhenAll(state.Workers.Append(state.Scheduler).Select(process => process.StopAsync(clock, cancellationToken))).ConfigureAwait(false);
        LocalDaskState.Remove(folder);
    }

    /// <summary>Ends what is left of the cluster and starts it again with the same settings, under another address unless the port is fixed.</summary>
    public async Task<LocalDaskState> RestartAsync(CancellationToken cancellationToken)
    {
        LocalDaskState state = Find() ?? Running();
        (LocalDaskOptions options, int workers) = (state.Options, state.Workers.Count);
        await StopAsync(cancellationToken).ConfigureAwait(false);
        return await StartAsync(options with { Workers = workers }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the scheduler says about itself and its workers.</summary>
    public async Task<DaskIdentity> AskAsync(CancellationToken cancellationToken)
    {
        DaskBridge bridge = await OpenAsync(Running(), cancellationToken).ConfigureAwait(false);
        await using (bridge.ConfigureAwait(false))
        {
            return bridge.Identity;
        }
    }

    /// <summary>Log files by process name, the scheduler's first.</summary>
    public IReadOnlyList<(string Name, string Path)> Logs() => !Directory.Exists(folder) ? [] :
        [.. Directory.GetFiles(folder, "*.log").Order(StringComparer.Ordinal).Select(path => (Path.GetFileNameWithoutExtension(path), path)).OrderBy(log => log.Item1 != "scheduler")];

    private LocalDaskState Running() => Find() switch
    {
        null => throw new DaskException(DaskFault.Unreachable, $"No Dask cluster runs for '{folder}'. Start one with 'covalent cluster start'."),
        { Scheduler.IsAlive: true } state => state,
        { } state => throw new DaskException(DaskFault.Unreachable,
            $"The Dask cluster of '{folder}' runs no more: its scheduler (process {state.Scheduler.Id}) ended without being asked to. 'covalent cluster logs scheduler' may say why; start it again with 'covalent cluster restart'."),
    };

    private async Task<LocalDaskState> ScaleAsync(LocalDaskState state, int workers, CancellationToken cancellationToken)
    {
        List<DaskProcess> kept = [.. state.Workers.Where(worker => worker.IsAlive)];
        DaskProcess[] surplus = [.. kept.Skip(workers)];
        kept.RemoveRange(Math.Min(workers, kept.Count), surplus.Length);
        if (surplus.Length > 0)
        {
            await RetireAsync(state, surplus, cancellationToken).ConfigureAwait(false);
        }

        for (int number = 1; kept.Count < workers; number++)
        {
            string name = $"worker-{number}";
            if (kept.All(worker => worker.Name != name))
            {
                kept.Add(Launch(state.Python, name, DaskArguments.Worker(state.Options, state.Address, name, Path.Combine(folder, name))));
            }
        }

        state = state with { Workers = kept };
        state.Write(folder);
        await UpAsync(state, cancellationToken).ConfigureAwait(false);
        return state;
    }

    private async Task RetireAsync(LocalDaskState state, IReadOnlyList<DaskProcess> workers, CancellationToken cancellationToken)
    {
        DaskBridge bridge = await OpenAsync(state, cancellationToken).ConfigureAwait(false);
        await using (bridge.ConfigureAwait(false))
        {
            await bridge.AskAsync(DaskArguments.Retirement(workers.Select(worker => worker.Name)), cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAll(workers.Select(worker => worker.StopAsync(clock, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<string> AddressAsync(DaskProcess scheduler, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        while (DaskArguments.AddressIn(SchedulerFile) is null)
        {
            ThrowIfDead(scheduler, "scheduler");
            if (clock.GetElapsedTime(began) > UpWithin)
            {
                await scheduler.StopAsync(clock, cancellationToken).ConfigureAwait(false);
                throw new DaskException(DaskFault.Failed, $"The Dask scheduler did not come up within {UpWithin.TotalSeconds:0} s: {LastWords("scheduler")}");
            }

            await Task.Delay(LookEvery, clock, cancellationToken).ConfigureAwait(false);
        }

        return DaskArguments.AddressIn(SchedulerFile)!;
    }

    /// <summary>Waits until the scheduler knows all workers.</summary>
    private async Task UpAsync(LocalDaskState state, CancellationToken cancellationToken)
    {
        DaskBridge bridge = await OpenAsync(state, cancellationToken).ConfigureAwait(false);
        await using (bridge.ConfigureAwait(false))
        {
            long began = clock.GetTimestamp();
            while (true)
            {
                DaskFrame answer = await bridge.AskAsync(DaskArguments.Identification(), cancellationToken).ConfigureAwait(false);
                HashSet<string> up = [.. DaskIdentity.Parse(answer.Header).Workers.Select(worker => worker.Name)];
                if (state.Workers.All(worker => up.Contains(worker.Name)))
                {
                    return;
                }

                foreach (DaskProcess worker in state.Workers)
                {
                    ThrowIfDead(worker, worker.Name);
                }

                if (clock.GetElapsedTime(began) > UpWithin)
                {
                    throw new DaskException(DaskFault.Failed, $"{state.Workers.Count - up.Count} of {state.Workers.Count} Dask workers did not come up within {UpWithin.TotalSeconds:0} s. Their logs are in '{folder}'.");
                }

                await Task.Delay(LookEvery, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<DaskBridge> OpenAsync(LocalDaskState state, CancellationToken cancellationToken) =>
        DaskBridge.OpenAsync(new DaskTarget(state.Address, folder) { AnyVersion = true, Tls = state.Options.Tls }, state.Python, static _ => { }, clock, cancellationToken);

    private DaskProcess Launch(string python, string name, IReadOnlyList<string> arguments)
    {
        // Of a session of its own before it becomes what it is to be: neither a closed terminal nor Ctrl+C ends it.
        const string Detach = "import os,sys; os.setsid(); o=os.open(sys.argv[1],os.O_WRONLY|os.O_CREAT|os.O_APPEND,0o600); i=os.open(os.devnull,os.O_RDONLY); os.dup2(i,0); os.dup2(o,1); os.dup2(o,2); os.execv(sys.executable,[sys.executable]+sys.argv[2:])";
        using Process process = Process.Start(new ProcessStartInfo(python, ["-c", Detach, Path.Combine(folder, name + ".log"), .. arguments]))!;
        return DaskProcess.Of(name, process);
    }

    private void ThrowIfDead(DaskProcess process, string name)
    {
        if (!process.IsAlive)
        {
            throw new DaskException(DaskFault.Failed, $"The Dask {name} ended at once: {LastWords(name)} All of it is in '{Path.Combine(folder, name + ".log")}'.");
        }
    }

    private string LastWords(string name)
    {
        string log = Path.Combine(folder, name + ".log");
        return File.Exists(log) ? string.Join(" / ", File.ReadLines(log).TakeLast(3)) : "it said nothing.";
    }
}
