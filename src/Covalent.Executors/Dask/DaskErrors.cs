namespace Covalent.Executors.Dask;

/// <summary>The link to a Dask scheduler failed, or the scheduler would not do what was asked.</summary>
internal sealed class DaskException(DaskFault fault, string message, Exception? inner = null) : ExecutorException(message, fault is DaskFault.Unreachable or DaskFault.LinkLost, inner)
{
    public DaskFault Fault { get; } = fault;
}

/// <summary>What went wrong between here and a Dask cluster.</summary>
internal enum DaskFault
{
    /// <summary>No Python, or none with distributed, on this machine.</summary>
    NoPython,

    /// <summary>Nobody answers under the address.</summary>
    Unreachable,

    /// <summary>A connection that worked is gone, or the bridge is.</summary>
    LinkLost,

    /// <summary>Client and cluster do not fit together.</summary>
    Mismatch,

    /// <summary>The TLS files cannot be used.</summary>
    Security,

    /// <summary>A request failed for another reason.</summary>
    Failed,
}

/// <summary>Words for what the bridge reports.</summary>
internal static class DaskErrors
{
    public static DaskException Of(DaskFrame answer, string address)
    {
        string said = answer.Text("message").TrimEnd('.');
        return answer.Text("problem") switch
        {
            "no-distributed" => new(DaskFault.NoPython, $"Dask cannot be used from here: {said}. {PythonFinder.HowToInstall}"),
            "unreachable" => new(DaskFault.Unreachable, $"The Dask scheduler at {address} cannot be reached: {said}. Check scheduler_address and that the cluster runs; 'covalent cluster start' starts one on this machine."),
            "mismatch" => new(DaskFault.Mismatch, $"The Dask cluster at {address} does not fit: {said}. Name a Python with the cluster's version of distributed by python_path, or set any_version = true to try all the same."),
            "tls" => new(DaskFault.Security, $"The TLS settings for the Dask scheduler at {address} cannot be used: {said}. Check tls_ca_file, tls_client_cert and tls_client_key."),
            "gone" => new(DaskFault.LinkLost, $"The Dask cluster at {address}: {said}."),
            _ => new(DaskFault.Failed, $"The Dask cluster at {address} did not do what it was asked: {said}. The scheduler's log says more."),
        };
    }

    public static DaskException Lost(string address, string reason) =>
        new(DaskFault.LinkLost, $"The link to the Dask scheduler at {address} was lost: {reason.TrimEnd('.')}. It is made again; jobs go on meanwhile.");
}
