namespace Covalent.Executors.Remote;

/// <summary>Where things lie on the far side. All paths are absolute.</summary>
/// <param name="Cache">Folder of what is kept between tasks: contents, bundles, runtimes.</param>
/// <param name="Work">Folder of the jobs and queues; for clusters on a file system the compute nodes can write.</param>
internal sealed record RemoteLayout(string Cache, string Work)
{
    /// <summary>Contents under their hashes, in folders named after the first two digits.</summary>
    public string Objects => $"{Cache}/objects";

    /// <summary>One folder per bundle, made of links to contents.</summary>
    public string Bundles => $"{Cache}/bundles";

    /// <summary>Uploads under way.</summary>
    public string Incoming => $"{Cache}/incoming";

    /// <summary>One folder per job.</summary>
    public string Jobs => $"{Work}/jobs";

    /// <summary>One folder per queue of jobs that share warm workers.</summary>
    public string Queues => $"{Work}/queues";

    public string Bundle(string id) => $"{Bundles}/{id}";

    public string Job(string name) => $"{Jobs}/{name}";

    public string Queue(string name) => $"{Queues}/{name}";

    /// <summary>The file in which a queue's workers tell which jobs ended.</summary>
    public string NewsOf(string queue) => $"{Queue(queue)}/ended";

    /// <summary>The file in which workers that have no queue here tell it.</summary>
    public string News => $"{Work}/news";
}

/// <summary>Names of the files in a job's folder.</summary>
internal static class JobFiles
{
    public const string Package = "package";
    public const string Outcome = "outcome";
    public const string Stdout = "stdout";
    public const string Stderr = "stderr";

    /// <summary>How far the task says it is, while it runs.</summary>
    public const string Progress = "outcome.progress";

    /// <summary>Where the task of a queued job runs.</summary>
    public const string WorkDir = "workdir";

    /// <summary>Name of the queue the job was put into.</summary>
    public const string Queue = "queue";

    /// <summary>Process id of the group's leader and, after a blank, the time it started in the system's own units.</summary>
    public const string Pid = "pid";

    /// <summary>Exit code of the command, written when it is over.</summary>
    public const string Exit = "exit";

    /// <summary>What the script and the program wrote outside the captured streams.</summary>
    public const string Log = "log";

    /// <summary>The script that runs the command.</summary>
    public const string Run = "run.sh";
}
