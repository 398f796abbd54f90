using Covalent.Executors.Remote;

namespace Covalent.Executors;

/// <summary>Runs tasks on a Dask cluster, through Dask's own Python client on this machine. The cluster's machines need nothing installed for .NET: code
/// and, where missing, the runtime travel.</summary>
/// <example><code>
/// var dask = new DaskExecutor { SchedulerAddress = "tcp://127.0.0.1:55564" };
/// </code></example>
public sealed partial class DaskExecutor : RemoteExecutor
{
    /// <summary>Sets the documented defaults.</summary>
    public DaskExecutor()
    {
        LogStdout = "stdout.log";
        LogStderr = "stderr.log";
    }

    /// <inheritdoc />
    public override string ShortName => "dask";

    /// <summary>Address of the scheduler, such as <c>tcp://127.0.0.1:55564</c>. Default: "" (the cluster that <c>covalent cluster start</c> started here).</summary>
    public string SchedulerAddress { get; set; } = "";

    /// <summary>Conda environment that tasks run in, on the Dask workers. Default: "" (none).</summary>
    public string CondaEnv { get; set; } = "";

    /// <summary>Run the task in the Dask worker's own environment when the conda environment cannot be activated, instead of failing. Default: false.</summary>
    public bool CurrentEnvOnCondaFail { get; set; }

    /// <summary>Folder on the Dask workers in which tasks run; a leading <c>~</c> and variables are theirs. Default: "" (where the Dask worker was started).</summary>
    public string Workdir { get; set; } = "";

    /// <summary>Give each task a folder of its own, <c>dispatch/node_N</c>, under the work folder. Default: false.</summary>
    public bool CreateUniqueWorkdir { get; set; }

    /// <summary>Python interpreter on this machine that has <c>distributed</c>. Default: "" (looked for: <c>python3</c>, <c>python</c>, <c>/usr/bin/python3</c>).</summary>
    public string PythonPath { get; set; } = "";

    /// <summary>Certificate authority file (PEM) that the scheduler's certificate is checked with; a <c>tls://</c> address needs it. Default: "".</summary>
    public string TlsCaFile { get; set; } = "";

    /// <summary>Certificate file (PEM) this client shows. Default: "".</summary>
    public string TlsClientCert { get; set; } = "";

    /// <summary>Private key file (PEM) for <see cref="TlsClientCert"/>. Default: "" (the key is in the certificate file).</summary>
    public string TlsClientKey { get; set; } = "";

    /// <summary>Seconds one attempt to connect may take. Default: 30.</summary>
    public double ConnectTimeout { get; set; } = 30;

    /// <summary>Seconds the scheduler may be out of reach before its tasks count as lost. Default: 3600.</summary>
    public double SchedulerPatience { get; set; } = 3600;

    /// <summary>Go on although the cluster runs another version of distributed than the Python here. Default: false.</summary>
    public bool AnyVersion { get; set; }

    /// <summary>Names or addresses of the Dask workers that may run the tasks. Default: none (any).</summary>
    public IReadOnlyList<string> Workers { get; set; } = [];

    /// <summary>Abstract resources, as Dask workers declare them, that each task takes while it runs, such as <c>GPU = 1</c>. Default: none.</summary>
    public Dictionary<string, double> Resources { get; set; } = [];

    /// <summary>Priority on the scheduler; higher goes first. Default: 0.</summary>
    public int Priority { get; set; }

    /// <summary>The Dask workers' <c>dotnet</c> program. Default: "" (found there; where there is none, or it is too old, the runtime travels).</summary>
    public string DotnetPath { get; set; } = "";

    /// <summary>Send this machine's .NET runtime even where there is one. Default: false.</summary>
    public bool ShipRuntime { get; set; }

    /// <summary>Seconds a warm worker process waits for another task before it leaves. Default: 300; 0 leaves at once.</summary>
    public double WorkerIdle { get; set; } = 300;

    /// <summary>Seconds a task has to end by itself when it is cancelled or its time is over, before its process is killed. Default: 10.</summary>
    public double StopGrace { get; set; } = 10;

    /// <summary>Days after which bundles nobody used are removed from the workers' machines. Default: 30.</summary>
    public int CacheMaxDays { get; set; } = 30;

    /// <summary>Size of the cache on each machine in MiB above which the bundles unused for longest are removed. Default: 10240.</summary>
    public int CacheMaxSize { get; set; } = 10240;

    internal StoreLimits StoreLimits => new(TimeSpan.FromDays(CacheMaxDays), (long)CacheMaxSize << 20);

    /// <inheritdoc />
    public override IEnumerable<string> Problems()
    {
        IEnumerable<string> all = [.. AddressProblems(), .. NumberProblems(), .. TextProblems()];
        return all;
    }

    private IEnumerable<string> AddressProblems()
    {
        string[] schemes = ["tcp", "tls", "ucx", "ws", "wss", "inproc"];
        if (SchedulerAddress.Length > 0 && !(Uri.TryCreate(SchedulerAddress, UriKind.Absolute, out Uri? uri) && schemes.Contains(uri.Scheme) && uri is { Host.Length: > 0, Port: > 0 }))
        {
            yield return $"scheduler_address is '{SchedulerAddress}'; write it as Dask does, such as tcp://127.0.0.1:8786.";
        }

        bool isTls = SchedulerAddress.StartsWith("tls:", StringComparison.Ordinal) || SchedulerAddress.StartsWith("wss:", StringComparison.Ordinal);
        if (isTls && TlsCaFile.Length == 0)
        {
            yield return $"scheduler_address is '{SchedulerAddress}', which needs tls_ca_file, the certificate authority to check the scheduler with.";
        }

        if (!isTls && SchedulerAddress.Length > 0 && (TlsCaFile.Length > 0 || TlsClientCert.Length > 0))
        {
            yield return $"TLS files are set, but scheduler_address is '{SchedulerAddress}'; write tls:// before the host.";
        }

        foreach ((string name, string file) in new[] { ("tls_ca_file", TlsCaFile), ("tls_client_cert", TlsClientCert), ("tls_client_key", TlsClientKey) })
        {
            if (file.Length > 0 && !File.Exists(file))
            {
                yield return $"{name} is '{file}', and there is no such file.";
            }
        }

        if (TlsClientKey.Length > 0 && TlsClientCert.Length == 0)
        {
            yield return "tls_client_key is set without tls_client_cert, the certificate it belongs to.";
        }
    }

    private IEnumerable<string> NumberProblems()
    {
        foreach ((string name, double value, double least) in new[] { ("connect_timeout", ConnectTimeout, 0.1), ("poll_freq", PollFreq, 0.05), ("stop_grace", StopGrace, 0), ("worker_idle", WorkerIdle, 0) })
        {
            if (!(value >= least && value <= 1e6))
            {
                yield return $"{name} is {value}; use {least} to 1000000 seconds.";
            }
        }

        if (!(SchedulerPatience >= 0 && SchedulerPatience <= 1e9))
        {
            yield return $"scheduler_patience is {SchedulerPatience}; use 0 or more seconds.";
        }

        foreach ((string name, int value) in new[] { ("cache_max_days", CacheMaxDays), ("cache_max_size", CacheMaxSize) })
        {
            if (value < 1)
            {
                yield return $"{name} is {value}; use 1 or more.";
            }
        }

        foreach ((string name, double amount) in Resources)
        {
            if (!(amount > 0 && amount < double.PositiveInfinity))
            {
                yield return $"resources has '{name}' = {amount}; use a number above 0.";
            }
        }
    }

    private IEnumerable<string> TextProblems()
    {
        foreach ((string name, string text) in new[] { ("workdir", Workdir), ("remote_cache", RemoteCache), ("conda_env", CondaEnv) })
        {
            if (text.AsSpan().IndexOfAny("\0\n\t") >= 0)
            {
                yield return $"{name} must not have line breaks or tabs in it.";
            }
        }

        if (RemoteCache.Length == 0)
        {
            yield return "remote_cache must be a folder on the Dask workers; the default is '.cache/covalent'.";
        }

        if (CurrentEnvOnCondaFail && CondaEnv.Length == 0)
        {
            yield return "current_env_on_conda_fail is set without conda_env, so that it means nothing.";
        }
    }
}
