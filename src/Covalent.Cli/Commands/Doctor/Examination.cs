using System.Runtime.InteropServices;
using Covalent.Cli.Commands.Executors;
using Covalent.Cli.Commands.Service;
using Covalent.Cli.Connections;
using Covalent.Cli.Interaction;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Cli.Commands.Doctor;

/// <summary>The checks, in the order in which one depends on another.</summary>
internal sealed class Examination(CommandHost host, string? folder)
{
    private static readonly TimeSpan WorkerPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ExecutorPatience = TimeSpan.FromSeconds(45);
    private readonly List<Finding> _findings = [];

    public async Task<List<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        Add(Verdict.Good, "covalent", $"{CovalentVersion.Text} on .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        if (ReadConfiguration() is { } configuration)
        {
            var data = folder is null ? configuration.DataFolder : Path.GetFullPath(folder);
            var usable = FolderFinding.Of(data);
            _findings.Add(usable);
            if (usable.Verdict != Verdict.Bad)
            {
                await LookAtDatabaseAsync(configuration, data, cancellationToken).ConfigureAwait(false);
                await TryWorkerAsync(configuration, cancellationToken).ConfigureAwait(false);
            }

            await LookAtServerAsync(configuration, cancellationToken).ConfigureAwait(false);
            await LookAtExecutorsAsync(configuration, data, cancellationToken).ConfigureAwait(false);
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

    private async Task LookAtDatabaseAsync(CovalentConfiguration configuration, string data, CancellationToken cancellationToken)
    {
        if (DatabaseSchema.IsShared(host, ServerSettings.Read(new ServerFolder(data))))
        {
            Add(Verdict.Good, "database", "PostgreSQL, shared; a server opens it, and 'covalent start' says what is wrong with it");
        }

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
                var version = ServerRecord.FindRunning(place.Folder) is { } record && record.Address == place.Server ? record.Version : CovalentVersion.Text;
                Add(
                    version == CovalentVersion.Text ? Verdict.Good : Verdict.Doubtful,
                    "server",
                    $"{place.Server} answers ({page.Total} dispatches), found by {place.Reason}",
                    version == CovalentVersion.Text ? "" : $"It is of version {version}, and this tool of {CovalentVersion.Text}. 'covalent restart' replaces it by this version; unfinished dispatches go on.");
            }
        }
        catch (CovalentException e)
        {
            Add(Verdict.Bad, "server", $"{place.Server}, found by {place.Reason}", e.Message);
        }
    }

    // Whatever somebody configured is meant to work, so it is tried; what nobody touched is not.
    private async Task LookAtExecutorsAsync(CovalentConfiguration configuration, string data, CancellationToken cancellationToken)
    {
        var log = new CollectedLog();
        var registry = EmbeddedClient.Registry(configuration, log);
        var states = registry.List().Select(entry => ExecutorState.Of(entry, registry, configuration)).Where(static state => state.ConfiguredKeys.Count > 0 || state.Problems.Count == 0).ToList();
        var meant = states.Where(static state => state is { ConfiguredKeys.Count: > 0, Problems.Count: 0 }).ToList();
        if (meant.Count > 0 && _findings.TrueForAll(static finding => finding is not { Subject: "data folder", Verdict: Verdict.Bad }))
        {
            meant = await new ExecutorCheck(host, configuration, registry) { Folder = data }.RunAsync(meant, ExecutorPatience, cancellationToken).ConfigureAwait(false);
        }

        foreach (var state in states)
        {
            _findings.Add(Of(meant.Find(tried => tried.Name == state.Name) ?? state));
        }

        foreach (var line in log.Lines)
        {
            Add(Verdict.Doubtful, "plug-in", "skipped", line);
        }
    }

    private static Finding Of(ExecutorState state) => state switch
    {
        { Problems.Count: > 0 } => new Finding(Verdict.Bad, $"executor {state.Name}", "configured, but not ready", string.Join(" ", state.Problems)),
        { Check: { IsGood: true } good } => new Finding(Verdict.Good, $"executor {state.Name}", good.Text),
        { Check: { } bad } => new Finding(Verdict.Bad, $"executor {state.Name}", "configured, and does not work", bad.Text),
        _ => new Finding(Verdict.Good, $"executor {state.Name}", $"nothing is set, its defaults hold; 'covalent executors {state.Name} --check' tries it"),
    };

    private void Add(Verdict verdict, string subject, string text, string remedy = "") => _findings.Add(new Finding(verdict, subject, text, remedy));
}
