using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Options;

namespace Covalent.Executors;

/// <summary>Runs tasks on one machine, or on several as one pool, reached over SSH. The machines need a login and a POSIX shell, and nothing
/// installed: code and, where missing, the .NET runtime travel.</summary>
/// <example><code>
/// var ssh = new SshExecutor { Username = "user", Hostname = "host.hostname.org", SshKeyFile = "/home/user/.ssh/id_rsa" };
/// </code></example>
public sealed partial class SshExecutor : SshConnectedExecutor
{
    /// <inheritdoc />
    public override string ShortName => "ssh";

    /// <summary>The machine, or an alias of the SSH configuration. Default: "" (<see cref="Hosts"/> names the machines).</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Several machines as one pool, each <c>[user@]host[:port]</c>, with <c>*N</c> after it for that machine's own limit of tasks at once.
    /// Default: none (<see cref="Hostname"/> alone).</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>Tasks at once on one machine. Default: 0 (as many as it has processors).</summary>
    public int TasksPerHost { get; set; }

    /// <summary>Seconds a warm worker waits on the far side for another task before it leaves. Default: 300; 0 leaves at once.</summary>
    public double WorkerIdle { get; set; } = 300;

    /// <summary>Run tasks on the dispatcher's own machine, in a process of their own, when no host can be reached. Default: false.</summary>
    public bool RunLocalOnSshFail { get; set; }

    /// <summary>Remove the task's files on the far side afterwards. Default: true.</summary>
    public bool DoCleanup { get; set; } = true;

    /// <summary>Python interpreter for Python tasks on the far side. Default: <c>python</c>.</summary>
    public string PythonPath { get; set; } = "python";

    /// <summary>Another name of <see cref="RemoteExecutor.RemoteCache"/>, which documents use.</summary>
#pragma warning disable CA1044 // An alias must not appear a second time in the dictionary the executor travels as.
    public string RemoteDir { set => RemoteCache = value; }
#pragma warning restore CA1044

    private protected override IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string> { ["remote_dir"] = "remote_cache", ["address"] = "hostname" };

    /// <inheritdoc />
    public override IEnumerable<string> Problems() =>
    [
        .. base.Problems(),
        .. HostProblems(),
        .. OptionCheck.Problems(
            OptionCheck.Seconds("worker_idle", WorkerIdle),
            TasksPerHost < 0 ? $"tasks_per_host is {TasksPerHost}; use 1 or more, or 0 for the number of processors." : null),
    ];

    private IEnumerable<string> HostProblems()
    {
        if (Hostname.Length == 0 && Hosts.Count == 0)
        {
            yield return "hostname is empty; name the machine, or several with hosts.";
        }

        if (Hostname.Length > 0 && SshHostName.Problem("hostname", Hostname) is { } wrong)
        {
            yield return wrong;
        }

        foreach (string host in Hosts.Where(host => SshPoolHost.Parse(host) is null))
        {
            yield return $"hosts has '{host}', which is not [user@]host[:port][*N]; an IPv6 address with a port is written [address]:port.";
        }
    }
}
