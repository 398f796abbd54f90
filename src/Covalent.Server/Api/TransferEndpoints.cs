using System.Globalization;
using Covalent.Core.Client.Http;
using Covalent.Core.Files;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Dispatches that come and go as files, and copies of everything.</summary>
internal static class TransferEndpoints
{
    public const string ArchiveType = "application/vnd.covalent.archive";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("GET", ApiRoutes.Root + "/dispatches/{id}/export", Scope.Read, "A terminal dispatch with its sublattices, values and streams, as one file.", ExportAsync)
        {
            Success = [(200, "The archive.")],
            Answer = [ArchiveType],
        },
        new("POST", ApiRoutes.Root + "/imports", Scope.Submit, "Takes in an exported dispatch; one that is here already is left alone.", ImportAsync)
        {
            Reply = ApiSchema.Of(WireJson.Default.IdReply),
            Success = [(201, "Taken in, or here already.")],
            Body = [ArchiveType],
        },
        new("POST", ApiRoutes.Root + "/admin/backup", Scope.Admin, "Copies database, values and bundles into backups/NAME of the data folder while everything goes on.", BackupAsync)
        {
            Reply = ApiSchema.Object("Backup", ("name", "string"), ("folder", "string"), ("bytes", "integer")), Success = [(201, "Made.")],
            Query = [("name", "Name of the copy; by default the time.")],
        },
    ];

    private static async Task ExportAsync(ApiCall call)
    {
        var snapshot = await call.Dispatcher.GetAsync(call.DispatchId, call.Aborted);
        if (!snapshot.Status.IsTerminal())
        {
            throw new InvalidOperationException($"Dispatch '{call.DispatchId}' cannot be exported: it is {snapshot.Status.ToWord()}. Wait for its end, or cancel it.");
        }

        call.Http.Response.ContentType = ArchiveType;
        call.Http.Response.Headers.ContentDisposition = $"attachment; filename=\"{call.DispatchId}.covalent\"";
        await call.Dispatcher.ExportAsync(call.DispatchId, call.Http.Response.Body, call.Aborted);
    }

    private static async Task ImportAsync(ApiCall call)
    {
        // Values go to disk as they come; what is in memory is at most a graph.
        call.Parts.Disk.Demand(call.Http.Request.ContentLength ?? 0, "The archive");
        using var room = call.Parts.Disk.Open();
        await using var body = new BoundedStream(call.Http.Request.Body, call.Parts.Options.LargestFile, room);
        var id = await call.Dispatcher.ImportAsync(body, call.Aborted);
        call.Http.Response.Headers.Location = $"{ApiRoutes.Root}/dispatches/{id}";
        await call.JsonAsync(new IdReply(id), WireJson.Default.IdReply, StatusCodes.Status201Created);
    }

    private static void DeleteUnfinished(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BackupAsync(ApiCall call)
    {
        var options = call.Parts.Options;
        var name = call.Query("name") ?? options.Clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        if (name.Length is 0 or > 100 || name[0] == '.' || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            throw new BadRequestException($"'{name}' cannot be the name of a backup; use letters, digits, '-', '_' and '.'.");
        }

        var folder = Path.Combine(options.DataFolder, "backups", name);
        if (Directory.Exists(folder))
        {
            throw new InvalidOperationException($"There is a backup named '{name}' already. Choose another name.");
        }

        // Made under a name first that nobody can ask for, so that what has the name is whole.
        var temporary = Path.Combine(options.DataFolder, "backups", $".{Guid.NewGuid():N}");
        try
        {
            await call.Parts.Engine.Dispatcher.BackupAsync(temporary, call.Aborted);
            Directory.Move(temporary, folder);
        }
        catch
        {
            DeleteUnfinished(temporary);
            throw;
        }

        var bytes = OwnFiles.Below(folder).Sum(file => file.Length);
        await call.JsonAsync(
            json =>
            {
                json.WriteString("name"u8, name);
                json.WriteString("folder"u8, folder);
                json.WriteNumber("bytes"u8, bytes);
            },
            StatusCodes.Status201Created);
    }
}
