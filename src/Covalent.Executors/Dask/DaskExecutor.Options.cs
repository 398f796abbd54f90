using Covalent.Executors.Options;

namespace Covalent.Executors;

/// <summary>Runs tasks on a Dask cluster, through Dask's own Python client on this machine. The cluster's machines need nothing installed for .NET: code
/// and, where missing, the runtime travel.</summary>
/// <example><code>
/// var dask = new DaskExecutor { SchedulerAddress = "tcp://127.0.0.1:55564" };
/// </code></example>
public sealed partial class DaskExecutor : TravellingExecutor
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

    /// <summary>Run the task in the Dask worker's own environment when the conda environment cannot be activated, instead of failing. Default: false.</summary>
    public bool CurrentEnvOnCondaFail { get; set; }

    /// <summary>Folder on the Dask workers in which tasks run; a leading <c>~</c> and variables are theirs. Default: "" (where the Dask worker was started).</summary>
    public string Workdir { get; set; } = "";

    /// <summary>Python interpreter on this machine that has <c>distributed</c>. Default: "" (looked for: <c>python3</c>, <c>python</c>, <c>/usr/bin/python3</c>).</summary>
    public string PythonPath { get; set; } = "";

    /// <summary>Certificate authority file (PEM) that the scheduler's certificate is checked with; a <c>tls://</c> address needs it. Default: "".</summary>
    public string TlsCaFile { get; set; } = "";

    /// <summary>Certificate file (PEM) this client shows. Default: "".</summary>
    public string TlsClientCert { get; set; } = "";

    /// <summary>Private key file (PEM) for <see cref="TlsClientCert"/>. Default: "" (the key is in the certificate file).</summary>
    public string TlsClientKey { get; set; } = "";

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

    /// <summary>Seconds a warm worker process waits for another task before it leaves. Default: 300; 0 leaves at once.</summary>
    public double WorkerIdle { get; set; } = 300;

    /// <inheritdoc />
    public override IEnumerable<string> Problems() =>
    [
        .. base.Problems(),
        .. AddressProblems(),
        .. OptionCheck.Problems(OptionCheck.Patience("scheduler_patience", SchedulerPatience), OptionCheck.Seconds("worker_idle", WorkerIdle)),
        .. PlaceProblems(),
    ];

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

    private IEnumerable<string> PlaceProblems()
    {
        foreach ((string name, double amount) in Resources)
        {
            if (!(amount > 0 && amount < double.PositiveInfinity))
            {
                yield return $"resources has '{name}' = {amount}; use a number above 0.";
            }
        }

        // A field of a line that the worker on the Dask worker reads.
        if (Workdir.AsSpan().IndexOfAny("\0\n\t") >= 0)
        {
            yield return "workdir must not have line breaks or tabs in it.";
        }

        if (CurrentEnvOnCondaFail && CondaEnv.Length == 0)
        {
            yield return "current_env_on_conda_fail is set without conda_env, so that it means nothing.";
        }
    }
}
