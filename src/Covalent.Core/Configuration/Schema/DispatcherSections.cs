using static Covalent.Core.Configuration.Declare;

namespace Covalent.Core.Configuration;

/// <summary>What the client and the engine can be told.</summary>
internal static class DispatcherSections
{
    private const string NoHelperTasks = "There are no helper tasks to pack or to run again.";
    private const string OneEngine = "The engine has one way of working.";

    public static IReadOnlyList<string> LogLevels { get; } = ["trace", "debug", "info", "warning", "error", "critical", "none"];

    public static ConfigurationSectionSchema Sdk => new("sdk", "The client: what runs in the program that builds and dispatches workflows.",
    [
        Choice("log_level", "warning", LogLevels, "Least important messages to log."),
        Boolean("enable_logging", true, "Whether messages are also written to log_dir."),
        Path("log_dir", "{cache}/logs", "Folder of the client's log files."),
        Path("executor_dir", "{config}/executor_plugins", "Folders searched for executor plug-ins, joined by the system's path separator."),
        Boolean("plugin_load", true, "Whether plug-ins are searched for at all."),
        Text("python", null, "Interpreter of Python electrons that run on this machine and name none: a command or path, venv:FOLDER or conda:NAME; the variable COVALENT_PYTHON wins."),
        Path("results_dir", "{data}/results", "Folder for result files asked for by path."),
        Path("dispatch_cache_dir", "{cache}/dispatches", "Folder for what is prepared before a dispatch is sent."),
        Boolean("no_cluster", false, "Whether executors without a setting run locally even where a Dask cluster is configured."),
        Table("extra_headers", "HTTP headers sent with every call to a server.") with { IsSecret = true },
        Text("token", null, "Token sent to the server; better kept in the environment (COVALENT_SDK__TOKEN) or in token_file.") with { IsSecret = true },
        Path("token_file", null, "File that holds the token sent to the server."),
        Idle("config_file", "The file is found by COVALENT_CONFIG_DIR."),
        .. Idle(NoHelperTasks, "exhaustive_postprocess", "task_packing"),
    ]);

    public static ConfigurationSectionSchema Dispatcher => new("dispatcher", "The engine that runs dispatches, inside the program or in a server.",
    [
        Text("address", "localhost", "Server that dispatches go to, a host or a whole address such as https://host:48008; unless it is set, they run inside the program."),
        Port("port", 48008, "Port of the server."),
        Text("base_endpoint", "", "Path before the server's own paths, such as /covalent behind a proxy."),
        Boolean("listen_on_all", false, "Whether the server listens on every address of the machine instead of the loopback one."),
        Texts("allowed_hosts", "Names the server is called by, beside its address, localhost and the machine's name."),
        Texts("allowed_origins", "Origins of web pages that may call the server, beside its own, such as https://lab.example.org."),
        Path("certificate", null, "Certificate with which the server speaks HTTPS, PEM or PFX."),
        Path("certificate_key", null, "Key of a PEM certificate, unless it is in the same file."),
        Choice("log_level", "info", LogLevels, "Least important messages in the server's log."),
        Text("otlp_endpoint", null, "Receiver of OTLP over HTTP that the server sends its traces to, such as http://localhost:4318."),
        Path("data_dir", "{data}", "Folder of the database, the payloads and the bundles. Must not be a network file system."),
        Path("db_path", "{data}/covalent.db", "File of the SQLite database."),
        Text("database_url", null, "Database used instead of the SQLite file, such as postgres://host/covalent.") with { IsSecret = true },
        Seconds("lease", 10, "On a shared database: a server that has not shown for so long that it lives is replaced."),
        Choice("synchronous", "normal", ["normal", "full"], "What a commit survives: normal survives the death of the process, full also a power cut."),
        Seconds("retention", -1, "Age at which finished dispatches are deleted; -1 keeps them."),
        Integer("concurrency", 0, "How many tasks run at once over all executors; 0 is no limit."),
        Integer("largest_submission", 256 << 20, "Bytes a server takes as a submission in one request."),
        Integer("largest_json_submission", 32 << 20, "Bytes a server takes as a submission in JSON."),
        Integer("largest_document", 1 << 30, "Bytes a server takes as a submission that is sent beforehand, in pieces."),
        Integer("submissions_at_once", 1 << 30, "Bytes of submissions a server has in memory at once; further ones wait."),
        Integer("largest_file", 2L << 30, "Bytes a server takes as one file of a bundle, or as an import."),
        Integer("largest_result", int.MaxValue, "Bytes a server stores as the result of one task."),
        Integer("uploads_quota", 0, "Bytes that unfinished uploads, submissions and imports take on a server's disk together; 0 is a quarter of what is free without them."),
        Integer("disk_reserve", 0, "Bytes of its disk on which a server takes nothing in, so that what runs can store its results; 0 is a twentieth of the disk, at most 1 GiB."),
        Seconds("uploads_kept", 86_400, "Age at which a server throws uploads away that nobody went on with."),
        Integer("connections", 4096, "Connections a server has at once."),
        Path("results_dir", "{data}/results", "Folder of log files and results, one subfolder a dispatch."),
        Path("log_dir", "{cache}/logs", "Folder of the engine's log files."),
        Path("cache_dir", "{cache}", "Folder for temporary files."),
        .. Idle(OneEngine, "use_async_dispatcher", "heartbeat_interval", "heartbeat_file", "asset_cache_size"),
    ]);
}
