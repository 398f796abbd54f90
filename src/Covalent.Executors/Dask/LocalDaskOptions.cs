namespace Covalent.Executors.Dask;

/// <summary>How a cluster on this machine is made.</summary>
internal sealed record LocalDaskOptions
{
    /// <summary>Worker processes. Default: as many as there are processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Tasks each worker runs at once. Default: 1.</summary>
    public int ThreadsPerWorker { get; init; } = 1;

    /// <summary>Memory each worker may use, in Dask's words: <c>auto</c>, <c>0</c> for no limit, <c>2GB</c>. Default: <c>auto</c>.</summary>
    public string MemoryPerWorker { get; init; } = "auto";

    /// <summary>A nanny restarts each worker that dies. Default: true.</summary>
    public bool Nanny { get; init; } = true;

    /// <summary>Port of the scheduler. Default: 0 (any free one).</summary>
    public int Port { get; init; }

    /// <summary>Encrypts everything between scheduler, workers and clients; all show the same certificate. Default: null (no encryption, loopback only).</summary>
    public DaskTls? Tls { get; init; }

    /// <summary>Python with distributed. Default: "" (looked for).</summary>
    public string Python { get; init; } = "";

    /// <summary>What the <c>[dask]</c> section of a configuration says.</summary>
    public static LocalDaskOptions From(CovalentConfiguration configuration)
    {
        var usual = new LocalDaskOptions();
        return usual with
        {
            Workers = (int?)configuration.GetInteger("dask.num_workers") ?? usual.Workers,
            ThreadsPerWorker = (int?)configuration.GetInteger("dask.threads_per_worker") ?? usual.ThreadsPerWorker,
            MemoryPerWorker = configuration.GetText("dask.mem_per_worker") ?? usual.MemoryPerWorker,
        };
    }
}
