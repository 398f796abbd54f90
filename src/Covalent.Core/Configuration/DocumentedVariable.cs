namespace Covalent.Core.Configuration;

/// <summary>One of the variables the Python original documents, and the keys it stands for.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Keys">The keys it sets; none when it has no counterpart here.</param>
internal sealed record DocumentedVariable(string Name, params string[] Keys)
{
    /// <summary>Turns the variable's text into the key's; <see langword="null"/> means "as if not set".</summary>
    public Func<string, string?> Translate { get; init; } = text => text;

    /// <summary>In the order in which they apply: where two set one key, the later wins. The rule <c>COVALENT_SECTION__KEY</c> wins over all.</summary>
    public static IReadOnlyList<DocumentedVariable> All { get; } =
    [
        new("COVALENT_DATA_DIR", "dispatcher.data_dir"),
        new("COVALENT_CACHE_DIR", "dispatcher.cache_dir"),
        new("COVALENT_LOGDIR", "sdk.log_dir", "dispatcher.log_dir"),
        new("COVALENT_RESULTS_DIR", "sdk.results_dir", "dispatcher.results_dir"),
        new("COVALENT_DISPATCH_CACHE_DIR", "sdk.dispatch_cache_dir"),
        new("COVALENT_EXECUTOR_DIR", "sdk.executor_dir"),
        new("COVALENT_DATABASE", "dispatcher.db_path"),
        new("COVALENT_DATABASE_URL", "dispatcher.database_url"),
        new("COVALENT_SVC_PORT", "dispatcher.port"),
        new("COVALENT_DISPATCHER_ADDR", "dispatcher.address"),
        new("COVALENT_DISPATCH_BASE_ENDPOINT", "dispatcher.base_endpoint"),
        new("COVALENT_SERVER_IFACE_ANY", "dispatcher.listen_on_all"),
        new("COVALENT_EXTRA_HEADERS", "sdk.extra_headers") { Translate = EnvironmentText.TableFromJson },
        new("COVALENT_DEBUG_MODE", "sdk.log_level") { Translate = text => EnvironmentText.IsTrue(text) ? "debug" : null },
        new("LOGLEVEL", "sdk.log_level") { Translate = LogLevelOfAnyProgram },
        new("COVALENT_LOGLEVEL", "sdk.log_level") { Translate = text => text.ToLowerInvariant() },
        new("COVALENT_LOG_TO_FILE", "sdk.enable_logging"),
        new("COVALENT_DISABLE_DASK", "sdk.no_cluster"),
        new("COVALENT_ENABLE_TASK_PACKING", "sdk.task_packing"),
        new("COVALENT_PLUGIN_LOAD", "sdk.plugin_load"),
        new("COVALENT_USE_ASYNC_DISPATCHER", "dispatcher.use_async_dispatcher"),
        new("COVALENT_HEARTBEAT_INTERVAL", "dispatcher.heartbeat_interval"),
        new("COVALENT_HEARTBEAT_FILE", "dispatcher.heartbeat_file"),
        new("COVALENT_ASSET_CACHE_SIZE", "dispatcher.asset_cache_size"),
        new("COVALENT_CACHE_DB_URL"),
        new("COVALENT_DEBUG_DB"),
        new("COVALENT_USE_OLD_DASK"),
        new("COVALENT_DISABLE_LEGACY_SUBLATTICES"),
        new("COVALENT_SDK_ONLY"),
    ];

    // LOGLEVEL carries no product's name: another program's word in it must not stop this one.
    private static string? LogLevelOfAnyProgram(string text) => DispatcherSections.LogLevels.Contains(text.ToLowerInvariant()) ? text.ToLowerInvariant() : null;
}
