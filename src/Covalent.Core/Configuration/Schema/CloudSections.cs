using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>Executors of Microsoft and Google.</summary>
internal static class CloudSections
{
    public static IEnumerable<ConfigurationSectionSchema> All() =>
    [
        Executor("azurebatch", "Jobs of Azure Batch.",
            Text("tenant_id", null, "Azure tenant."),
            Text("client_id", null, "Application that signs in."),
            Text("client_secret", null, "Its secret. Better left out here and given by COVALENT_EXECUTORS__AZUREBATCH__CLIENT_SECRET."),
            Text("batch_account_url", null, "URL of the Batch account, with https://."),
            Text("batch_account_domain", "batch.core.windows.net", "Domain of Batch accounts."),
            Text("storage_account_name", null, "Storage account for tasks and results."),
            Text("storage_account_domain", "blob.core.windows.net", "Domain of storage accounts."),
            Text("base_image_uri", null, "Image of the worker."),
            Text("pool_id", null, "Pool of machines."),
            Integer("retries", 3, "How often a job is tried again."),
            TimeLimit, Poll(10), Temporary),
        Executor("gcpbatch", "Jobs of Google Batch.",
            Text("project_id", null, "Google Cloud project."),
            Text("region", "us-east1", "Region of the jobs."),
            Text("bucket_name", null, "Storage bucket for tasks and results."),
            Text("container_image_uri", null, "Image of the worker."),
            Text("service_account_email", null, "Account the job runs as."),
            Number("vcpus", 2L, "Processors of a job.") with { Aliases = ["vcpu"] },
            Integer("memory", 256, "Memory of a job.", 1) with { Unit = "MB" },
            Integer("retries", 3, "How often a job is tried again."),
            TimeLimit, Poll(5), Temporary,
            Idle("key_path", "Credentials are the application default ones.")),
    ];

    private static ConfigurationKey TimeLimit { get; } = Seconds("time_limit", 300, "Longest run of one attempt; -1 is no limit.");

    private static ConfigurationKey Temporary { get; } = Path("cache_dir", "/tmp/covalent", "Folder on this machine for temporary files.");

    private static ConfigurationKey Poll(long seconds) => Seconds("poll_freq", seconds, "Pause between two looks at a job.");
}
