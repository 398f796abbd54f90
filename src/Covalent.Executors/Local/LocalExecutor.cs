using Covalent.Core.Execution;
using Covalent.Executors.Local;

namespace Covalent.Executors;

/// <summary>Runs tasks on this machine: inside this process, or in warm worker processes.</summary>
/// <example><code>
/// var isolated = new LocalExecutor { Mode = LocalExecutor.Process, Workers = 4 };
/// </code></example>
/// <remarks>In-process costs microseconds, but a task that kills its process takes everything with it, and code that ignores its token cannot be
/// stopped. Worker processes cost a little more; a task that crashes, runs out of memory or ends its process fails alone, and any task can
/// be stopped. Workers stay warm, so what a task leaves in static fields or environment variables may be seen by a later one, as in-process.</remarks>
public sealed class LocalExecutor : AsyncBaseExecutor
{
    /// <summary>Value of <see cref="Mode"/>: on this process's thread pool.</summary>
    public const string InProcess = "in-process";

    /// <summary>Value of <see cref="Mode"/>: in warm worker processes, one task at a time each.</summary>
    public const string Process = "process";

    /// <inheritdoc />
    public override string ShortName => "local";

    /// <summary><see cref="InProcess"/> or <see cref="Process"/>. Default: <see cref="InProcess"/>.</summary>
    public string Mode { get; set; } = InProcess;

    /// <summary>Tasks that run at once: threads or worker processes. Default: 0, the number of processors.</summary>
    public int Workers { get; set; }

    /// <summary>Folder the tasks run in; a relative one lies under the dispatch's results folder. Default: "" (this process's current folder).</summary>
    public string Workdir { get; set; } = "";

    /// <summary>Gives each task a folder of its own, <c>dispatch/node_N</c>, under the work folder. Default: false.</summary>
    public bool CreateUniqueWorkdir { get; set; }

    /// <summary>A worker process is replaced after this many tasks; 0 means never. Default: 0. Only for <see cref="Process"/>.</summary>
    public int TasksPerWorker { get; set; }

    /// <summary>Most memory in MiB that the managed heap of a worker process may take; a task that needs more fails with
    /// <see cref="OutOfMemoryException"/>. Default: 0, no limit. Only for <see cref="Process"/>.</summary>
    public int MemoryLimit { get; set; }

    internal int WorkerCount => Workers > 0 ? Workers : Environment.ProcessorCount;

    /// <inheritdoc />
    public override IEnumerable<string> Problems()
    {
        if (Mode is not (InProcess or Process))
        {
            yield return $"Mode is '{Mode}'; use '{InProcess}' or '{Process}'.";
        }

        if (Workers < 0)
        {
            yield return $"Workers is {Workers}; use 0 for one a processor, or more.";
        }

        if (TasksPerWorker < 0)
        {
            yield return $"TasksPerWorker is {TasksPerWorker}; use 0 for 'never replaced', or more.";
        }

        if (MemoryLimit is < 0 or (> 0 and < 32))
        {
            yield return $"MemoryLimit is {MemoryLimit} MiB; use 0 for no limit, or at least 32, since the runtime needs some itself.";
        }
    }

    /// <inheritdoc />
    public override async Task<object?> RunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return await function.InvokeAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override bool NeedsBundle => Mode == Process;

    internal override IExecutorDriver CreateDriver(ExecutorHost host)
    {
        Attach(host);
        return Mode == Process ? new ProcessDriver(this, host) : new InProcessDriver(this, host);
    }
}
