namespace Covalent.Executors.Remote;

/// <summary>Where things lie on the far side. All paths are absolute.</summary>
/// <param name="Cache">Folder of what is kept between tasks: contents, bundles, runtimes.</param>
/// <param name="Jobs">Folder of the jobs, one folder each; for clusters on a file system the compute nodes can write.</param>
internal sealed record RemoteLayout(string Cache, string Jobs)
{
    /// <summary>Contents under their hashes, in folders named after the first two digits.</summary>
    public string Objects => $"{Cache}/objects";

    /// <summary>One folder per bundle, made of links to contents.</summary>
    public string Bundles => $"{Cache}/bundles";

    /// <summary>Uploads under way.</summary>
    public string Incoming => $"{Cache}/incoming";

    public string Bundle(string id) => $"{Bundles}/{id}";

    public string Job(string name) => $"{Jobs}/{name}";
}

/// <summary>Names of the files in a job's folder.</summary>
internal static class JobFiles
{
    public const string Package = "package";
    public const string Outcome = "outcome";
    public const string Stdout = "stdout";
    public const string Stderr = "stderr";

    /// <summary>Process id of the group's leader and, after a blank, the time it started in the system's own units.</summary>
    public const string Pid = "pid";

    /// <summary>Exit code of the command, written when it is over.</summary>
    public const string Exit = "exit";

    /// <summary>The script that runs the command.</summary>
    public const string Run = "run.sh";

    /// <summary>A folder whose making decides who starts the job.</summary>
    public const string Started = "started";
}
