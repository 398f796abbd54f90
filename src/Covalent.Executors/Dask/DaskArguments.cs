using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>The command lines and requests a local cluster is made with.</summary>
internal static class DaskArguments
{
    // Without an address for the dashboard, workers try the usual port and complain when it is taken.
    private static readonly string[] Loopback = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"];

    public static IReadOnlyList<string> Scheduler(LocalDaskOptions options, string file) =>
        ["-m", "distributed.cli.dask_scheduler", .. Loopback, "--port", options.Port.ToString(CultureInfo.InvariantCulture), "--scheduler-file", file, .. Security(options)];

    public static IReadOnlyList<string> Worker(LocalDaskOptions options, string scheduler, string name, string folder) =>
    [
        "-m", "distributed.cli.dask_worker", scheduler, .. Loopback, "--name", name, "--nthreads", options.ThreadsPerWorker.ToString(CultureInfo.InvariantCulture),
        "--memory-limit", options.MemoryPerWorker, "--local-directory", folder, "--death-timeout", "60", options.Nanny ? "--nanny" : "--no-nanny", .. Security(options),
    ];

    public static JsonObject Retirement(IEnumerable<string> workers) => new() { ["op"] = "retire", ["names"] = new JsonArray([.. workers.Select(name => JsonValue.Create(name))]) };

    public static JsonObject Identification() => new() { ["op"] = "identify" };

    private static string[] Security(LocalDaskOptions options) => options.Tls is { } tls
        ? ["--protocol", "tls", "--tls-ca-file", tls.CaFile, "--tls-cert", tls.ClientCert, .. tls.ClientKey.Length == 0 ? Array.Empty<string>() : ["--tls-key", tls.ClientKey]]
        : [];

    /// <summary>The address in a scheduler file; null while it is not there or not whole.</summary>
    public static string? AddressIn(string schedulerFile)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(schedulerFile))?["address"]?.GetValue<string>();
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
