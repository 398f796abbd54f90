using System.IO.Compression;
using System.Text.Json;
using Covalent.Cli.Interaction;
using Covalent.Core.Client.Http;
using Covalent.Core.Execution;

namespace Covalent.Cli.Commands.Archives;

/// <summary>Writes a dispatch and its sublattices into an archive.</summary>
internal sealed class ArchiveWriter(IDispatcherClient client, ZipArchive archive)
{
    private readonly List<string> _ids = [];

    /// <returns>Ids of what was written.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(DispatchSnapshot root, CancellationToken cancellationToken)
    {
        var waiting = new Queue<DispatchSnapshot>([root]);
        while (waiting.TryDequeue(out var dispatch))
        {
            foreach (var child in await WriteOneAsync(dispatch, cancellationToken).ConfigureAwait(false))
            {
                waiting.Enqueue(await client.GetAsync(child, cancellationToken).ConfigureAwait(false));
            }
        }

        await WriteManifestAsync(cancellationToken).ConfigureAwait(false);
        return _ids;
    }

    private async Task<IEnumerable<string>> WriteOneAsync(DispatchSnapshot dispatch, CancellationToken cancellationToken)
    {
        var index = _ids.Count;
        _ids.Add(dispatch.DispatchId);
        var graph = await client.GetGraphAsync(dispatch.DispatchId, cancellationToken).ConfigureAwait(false);
        var lattice = await client.GetLatticeAsync(dispatch.DispatchId, cancellationToken).ConfigureAwait(false);
        var nodes = await client.GetNodesAsync(dispatch.DispatchId, cancellationToken: cancellationToken).ConfigureAwait(false);
        await PutAsync(ArchiveLayout.Dispatch(index), JsonSerializer.SerializeToUtf8Bytes(dispatch, WireJson.Default.DispatchSnapshot), cancellationToken).ConfigureAwait(false);
        await PutAsync(ArchiveLayout.Document(index), DispatchDocument.Write(new SubmitHead { DispatchId = dispatch.DispatchId }, WireJson.Default.SubmitHead, lattice, graph), cancellationToken).ConfigureAwait(false);
        await PutAsync(ArchiveLayout.Nodes(index), JsonSerializer.SerializeToUtf8Bytes(new NodePage(nodes, nodes.Count), WireJson.Default.NodePage), cancellationToken).ConfigureAwait(false);
        foreach (var node in nodes.Where(static node => node.Kind != NodeKind.Parameter && node.Status.IsTerminal()))
        {
            await WriteNodeAsync(dispatch.DispatchId, index, node, cancellationToken).ConfigureAwait(false);
        }

        return nodes.Select(static node => node.ChildDispatchId).OfType<string>();
    }

    private async Task WriteNodeAsync(string id, int index, NodeSnapshot node, CancellationToken cancellationToken)
    {
        if (node.Status == Status.Completed && await client.GetNodeOutputAsync(id, node.NodeId, cancellationToken).ConfigureAwait(false) is { } output)
        {
            await PutAsync(ArchiveLayout.Output(index, node.NodeId), output.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        foreach (var stream in Enum.GetValues<OutputStream>())
        {
            var bytes = await client.GetNodeStreamAsync(id, node.NodeId, stream, cancellationToken).ConfigureAwait(false);
            if (!bytes.IsEmpty)
            {
                await PutAsync(ArchiveLayout.Stream(index, node.NodeId, stream), bytes, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task WriteManifestAsync(CancellationToken cancellationToken) => PutAsync(ArchiveLayout.Manifest, System.Text.Encoding.UTF8.GetBytes(Json.ToText(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("format", ArchiveLayout.Format);
        json.WriteString("covalent", CovalentVersion.Text);
        json.WriteStartArray("dispatches");
        foreach (var id in _ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    })), cancellationToken);

    private async Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var stream = await archive.CreateEntry(name).OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }
}
