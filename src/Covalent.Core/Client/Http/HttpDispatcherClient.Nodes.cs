using System.Net;
using System.Text.Json;
using Covalent.Core.Client.Http;
using Covalent.Core.Graph;

namespace Covalent;

/// <content>Nodes, values, graphs.</content>
public sealed partial class HttpDispatcherClient
{
    private const int LongestQuery = 1000;

    /// <summary>Records of the nodes asked for (all when null), in id order.</summary>
    public async Task<IReadOnlyList<NodeSnapshot>> GetNodesAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default)
    {
        var path = $"{One(dispatchId)}/nodes";
        var ranges = nodes is null ? "" : NodeRanges.Write(nodes);
        return await CallAsync(() => ranges.Length <= LongestQuery
            ? ReadPagesAsync($"{path}?count={NodePage.Largest}{(nodes is null ? "" : $"&ids={ranges}")}", cancellationToken)
            : AskForAsync($"{path}/query", nodes!, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<NodeSnapshot>> ReadPagesAsync(string first, CancellationToken cancellationToken)
    {
        var page = await _server.GetAsync(first, WireJson.Default.NodePage, cancellationToken).ConfigureAwait(false);
        if (page.Next is null)
        {
            return page.Nodes;
        }

        var all = new List<NodeSnapshot>(page.Total);
        all.AddRange(page.Nodes);
        while (page.Next is { } next)
        {
            // Its path is the one asked already; behind a proxy the server does not know the whole of it.
            page = await _server.GetAsync(first[..first.IndexOf('?', StringComparison.Ordinal)] + next[next.IndexOf('?', StringComparison.Ordinal)..], WireJson.Default.NodePage, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Nodes);
        }

        return all;
    }

    private async Task<IReadOnlyList<NodeSnapshot>> AskForAsync(string path, IReadOnlyList<int> nodes, CancellationToken cancellationToken)
    {
        var all = new List<NodeSnapshot>(nodes.Count);
        foreach (var some in nodes.Distinct().Order().Chunk(NodePage.Largest))
        {
            var page = await _server.SendAsync(HttpMethod.Post, path, () => Json(new NodesCall(some), WireJson.Default.NodesCall), WireJson.Default.NodePage, Repeat.Always, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.Nodes);
        }

        return all;
    }

    /// <summary>The output of one completed node; null when it returns nothing.</summary>
    public Task<Payload?> GetNodeOutputAsync(string dispatchId, int nodeId, CancellationToken cancellationToken = default) =>
        CallAsync(() => ReadPayloadAsync($"{Node(dispatchId, nodeId)}/output", cancellationToken));

    /// <summary>The value of a completed dispatch; null when the lattice returns nothing.</summary>
    public Task<Payload?> GetResultAsync(string dispatchId, CancellationToken cancellationToken = default) =>
        CallAsync(() => ReadPayloadAsync($"{One(dispatchId)}/result", cancellationToken));

    /// <summary>One stream of one node as UTF-8; empty when nothing was written.</summary>
    public async Task<ReadOnlyMemory<byte>> GetNodeStreamAsync(string dispatchId, int nodeId, OutputStream stream, CancellationToken cancellationToken = default) =>
        await CallAsync(() => ReadBytesAsync($"{Node(dispatchId, nodeId)}/{(stream == OutputStream.Stdout ? "stdout" : "stderr")}", cancellationToken)).ConfigureAwait(false);

    /// <summary>The graph as registered.</summary>
    public async Task<TransportGraph> GetGraphAsync(string dispatchId, CancellationToken cancellationToken = default) =>
        GraphCodec.Read(await CallAsync(() => ReadBytesAsync($"{One(dispatchId)}/graph?format=binary", cancellationToken)).ConfigureAwait(false));

    /// <summary>What was registered of the lattice.</summary>
    public async Task<LatticeInfo> GetLatticeAsync(string dispatchId, CancellationToken cancellationToken = default) =>
        LatticeCodec.Read(await CallAsync(() => ReadBytesAsync($"{One(dispatchId)}/lattice?format=binary", cancellationToken)).ConfigureAwait(false));

    private async Task<Payload?> ReadPayloadAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _server.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), Repeat.Always, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        var body = new ResumedDownload(_server, path, response);
        await using (body.ConfigureAwait(false))
        {
            return await Payload.ReadFromAsync(body, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _server.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), Repeat.Always, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ByteArrayContent Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type)) { Headers = { ContentType = new("application/json") } };
}
