using System.Runtime.InteropServices;
using Covalent.Cli.Commands.Executors;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Cli.Commands.Doctor;

/// <summary>The checks, in the order in which one depends on another.</summary>
internal sealed class Examination(CommandHost host, string? folder)
{
    private const long LittleSpace = 1L << 30;
    private static readonly TimeSpan WorkerPatience = TimeSpan.FromSeconds(60);
    private readonly List<Finding> _findings = [];

    public async Task<List<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        Add(Verdict.Good, "covalent", $"{CovalentVersion.Text} on .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        if (ReadConfiguration() is { } configuration)
        {
            var data = folder is null ? configuration.DataFolder : Path.GetFullPath(folder);
            if (LookAtFolder(data))
            {
                await LookAtDatabaseAsync(configuration, data, cancellationToken).ConfigureAwait(false);
                await TryWorkerAsync(configuration, cancellationToken).ConfigureAwait(false);
            }

            await LookAtServerAsync(configuration, cancellationToken).ConfigureAwait(false);
            LookAtExecutors(configuration);
        }

        return _findings;
    }

    private CovalentConfiguration? ReadConfiguration()
    {
        try
        {
            var configuration = host.Configuration();
            var state = File.Exists(configuration.File) ? configuration.File : $"{configuration.File} (not there; defaults hold)";
            Add(configuration.Warnings.Count == 0 ? Verdict.Good : Verdict.Doubtful, "configuration", state, string.Join(" ", configuration.Warnings));
            return configuration;
        }
        catch (ConfigurationException e)
        {
            Add(Verdict.Bad, "configuration", "cannot be used", e.Message);
            return null;
        }
    }

    private bool LookAtFolder(string data)
    {
        try
        {
            if (!Directory.Exists(data))
            {
                Add(Verdict.Good, "data folder", $"{data} (made by the first dispatch)");
                return CanWriteAbove(data);
            }

            Covalent.Engine.Storage.NetworkFolders.Refuse(data);
            var probe = Path.Combine(data, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(data).AvailableFreeSpace;
            var isLittle = free < LittleSpace;
            Add(isLittle ? Verdict.Doubtful : Verdict.Good, "data folder", $"{data}, {TimeText.Size(free)} free", isLittle ? "Free some space, or move the folder with dispatcher.data_dir." : "");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageException)
        {
            Add(Verdict.Bad, "data folder", data, $"{e.Message} Make it writable, or choose another with --data or dispatcher.data_dir.");
            return false;
        }
    }

    private static bool CanWriteAbove(string data)
    {
        var above = new DirectoryInfo(data);
        while (above is { Exists: false, Parent: { } parent })
        {
            above = parent;
        }

        var probe = Path.Combine(above.FullName, $".covalent-doctor-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        return true;
    }

    private async Task LookAtDatabaseAsync(CovalentConfiguration configuration, string data, CancellationToken cancellationToken)
    {
        var path = Path.Combine(data, "covalent.db");
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            var engine = EmbeddedClient.ForTools(configuration, data, NullLoggerFactory.Instance);
            await using (engine.ConfigureAwait(false))
            {
                var all = await engine.ListAsync(new DispatchQuery { Count = 1 }, cancellationToken).ConfigureAwait(false);
                var open = await engine.ListAsync(new DispatchQuery { Count = 1000, Statuses = [Status.Starting, Status.Running] }, cancellationToken).ConfigureAwait(false);
                var left = open.Dispatches.Count(static dispatch => dispatch.IsLeftOver);
                Add(
                    left > 0 ? Verdict.Doubtful : Verdict.Good,
                    "database",
                    $"{all.Total} dispatches, {open.Total} unfinished, {TimeText.Size(new FileInfo(path).Length)}",
                    left > 0 ? $"{left} dispatches are left over from processes that are gone. Continue them with 'covalent resume', or start a server." : "");
            }
        }
        catch (StorageException e)
        {
            Add(Verdict.Bad, "database", path, e.Message);
        }
    }

    private async Task TryWorkerAsync(CovalentConfiguration configuration, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("covalent-doctor-");
        try
        {
            var check = new ExecutorCheck(host, configuration, EmbeddedClient.Registry(configuration)) { InWorkerProcess = true, Folder = scratch.FullName };
            var tried = (await check.RunAsync([new ExecutorState("local", "built in", [], [])], WorkerPatience, cancellationToken).ConfigureAwait(false))[0].Check!;
            Add(tried.IsGood ? Verdict.Good : Verdict.Bad, "worker process", tried.Text, tried.IsGood ? "" : "Tasks cannot run in worker processes here; the message is the worker's own.");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private async Task LookAtServerAsync(CovalentConfiguration configuration, CancellationToken cancellationToken)
    {
        var place = DispatcherPlace.Find(configuration, null, folder);
        if (place.Server is null)
        {
            Add(Verdict.Good, "server", "none runs here; dispatches run inside the programs that make them");
            return;
        }

        try
        {
            var connection = DispatcherPlaces.TryOpen(configuration, place)!;
            await using (connection.ConfigureAwait(false))
            {
                var page = await connection.Client.ListAsync(new DispatchQuery { Count = 1 }, cancellationToken).ConfigureAwait(false);
                Add(Verdict.Good, "server", $"{place.Server} answers ({page.Total} dispatches), found by {place.Reason}");
            }
        }
        catch (CovalentException e)
        {
            Add(Verdict.Bad, "server", $"{place.Server}, found by {place.Reason}", e.Message);
        }
    }

    private void LookAtExecutors(CovalentConfiguration configuration)
    {
        var log = new CollectedLog();
        var registry = EmbeddedClient.Registry(configuration, log);
        foreach (var entry in registry.List())
        {
            var state = ExecutorState.Of(entry, registry, configuration);
            if (state.ConfiguredKeys.Count > 0 || state.Problems.Count == 0)
            {
                Add(
                    state.Problems.Count == 0 ? Verdict.Good : Verdict.Bad,
                    $"executor {state.Name}",
                    state.Problems.Count == 0 ? "ready; 'covalent executors --check' tries it" : "configured, but not ready",
                    string.Join(" ", state.Problems));
            }
        }

        foreach (var line in log.Lines)
        {
            Add(Verdict.Doubtful, "plug-in", "skipped", line);
        }
    }

    private void Add(Verdict verdict, string subject, string text, string remedy = "") => _findings.Add(new Finding(verdict, subject, text, remedy));
}
