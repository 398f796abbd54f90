using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Covalent.Core.Client.Http;
using Covalent.Engine.Storage;

namespace Covalent.Cli.Commands.Archives;

/// <summary>Reads what <see cref="ArchiveWriter"/> wrote, or what somebody made look like it.</summary>
internal sealed class ArchiveReader(ZipArchive archive)
{
    private const int MostDispatches = 1_000_000;

    /// <exception cref="CommandException">The archive is not one of ours, or is damaged.</exception>
    public async Task<IReadOnlyList<ImportedDispatch>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var count = ReadManifest(await TakeAsync(ArchiveLayout.Manifest, cancellationToken).ConfigureAwait(false));
            var dispatches = new List<ImportedDispatch>();
            for (var index = 0; index < count; index++)
            {
                dispatches.Add(await ReadOneAsync(index, cancellationToken).ConfigureAwait(false));
            }

            return dispatches;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException or FormatException or PayloadException)
        {
            throw Damaged(e.Message);
        }
    }

    private static int ReadManifest(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var format = document.RootElement.GetProperty("format").GetInt32();
        var count = document.RootElement.GetProperty("dispatches").GetArrayLength();
        return format != ArchiveLayout.Format
            ? throw new CommandException(ExitCodes.Input, $"The archive has format {format}; this version of Covalent reads format {ArchiveLayout.Format}. Import it with the version that wrote it.")
            : count is > 0 and <= MostDispatches ? count : throw Damaged($"it names {count} dispatches");
    }

    private async Task<ImportedDispatch> ReadOneAsync(int index, CancellationToken cancellationToken)
    {
        var snapshot = await ReadJsonAsync(ArchiveLayout.Dispatch(index), WireJson.Default.DispatchSnapshot, cancellationToken).ConfigureAwait(false);
        var (_, lattice, graph) = DispatchDocument.Read(await TakeAsync(ArchiveLayout.Document(index), cancellationToken).ConfigureAwait(false), WireJson.Default.SubmitHead);
        var page = await ReadJsonAsync(ArchiveLayout.Nodes(index), WireJson.Default.NodePage, cancellationToken).ConfigureAwait(false);
        if (lattice is null || graph is null || !IsId(snapshot.DispatchId) || !snapshot.Status.IsTerminal() || graph.NodeCount != snapshot.NodeCount || page.Nodes.Any(node => (uint)node.NodeId >= (uint)graph.NodeCount))
        {
            throw Damaged($"dispatch {index} contradicts itself");
        }

        var nodes = new List<ImportedNode>();
        foreach (var node in page.Nodes.Where(static node => node.Kind != NodeKind.Parameter))
        {
            nodes.Add(new ImportedNode(
                node,
                await FindAsync(ArchiveLayout.Output(index, node.NodeId), cancellationToken).ConfigureAwait(false) is { } output ? Payload.FromBytes(output) : null,
                await FindAsync(ArchiveLayout.Stream(index, node.NodeId, OutputStream.Stdout), cancellationToken).ConfigureAwait(false) ?? default,
                await FindAsync(ArchiveLayout.Stream(index, node.NodeId, OutputStream.Stderr), cancellationToken).ConfigureAwait(false) ?? default));
        }

        return new ImportedDispatch(snapshot, lattice, graph, null, nodes);
    }

    private static bool IsId(string text) => text.Length is > 0 and <= 200 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private async Task<T> ReadJsonAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize((await TakeAsync(name, cancellationToken).ConfigureAwait(false)).Span, type) ?? throw Damaged($"{name} is null");

    private async Task<ReadOnlyMemory<byte>> TakeAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Damaged($"{name} is missing");

    // What is really there decides about memory, not the length that the archive claims.
    private async Task<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (archive.GetEntry(name) is not { } entry)
        {
            return null;
        }

        var stream = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
    }

    private static CommandException Damaged(string what) =>
        new(ExitCodes.Input, $"The archive is damaged or was not made by 'covalent export': {what}. Nothing was imported; export it again.");
}
