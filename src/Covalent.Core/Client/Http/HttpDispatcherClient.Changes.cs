using System.Text.Json;
using Covalent.Core.Client.Http;

namespace Covalent;

/// <content>Cancelling, deriving, resuming, deleting.</content>
public sealed partial class HttpDispatcherClient
{
    /// <summary>Cancels a dispatch, or only the given nodes.</summary>
    public Task<CancelReport> CancelAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default) => CallAsync(() =>
        _server.SendAsync(HttpMethod.Post, $"{One(dispatchId)}/cancel", () => Json(new CancelCall(nodes), WireJson.Default.CancelCall), WireJson.Default.CancelReport, Repeat.Always, cancellationToken));

    /// <summary>Registers and starts a dispatch derived from an earlier one.</summary>
    /// <returns>The new dispatch's id.</returns>
    public async Task<string> RedispatchAsync(RedispatchRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var head = new RedispatchHead
        {
            NewDispatchId = request.NewDispatchId,
            BundleId = request.BundleId,
            ReusePreviousResults = request.ReusePreviousResults,
            Inputs = request.Inputs?.ToDictionary(input => input.Key, input => Parsed(input.Key, input.Value)),
        };
        using var span = ClientTracing.Begin("redispatch", request.Lattice?.Name ?? "", request.NewDispatchId);
        var document = DispatchDocument.Write(head, WireJson.Default.RedispatchHead, request.Lattice, request.Graph);
        var reply = await CallAsync(() => _bundles.WithBundleAsync(
            request.BundleId,
            () => DocumentUpload.SendAsync(_server, $"{One(request.DispatchId)}/redispatch", document, _options, cancellationToken),
            cancellationToken)).ConfigureAwait(false);
        return reply.DispatchId;
    }

    /// <summary>Continues unfinished dispatches that no living engine owns: all, or the given one.</summary>
    /// <returns>The ids that go on.</returns>
    public async Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId = null, CancellationToken cancellationToken = default) => (await CallAsync(() =>
        _server.SendAsync(HttpMethod.Post, dispatchId is null ? "api/v1/resume" : $"{One(dispatchId)}/resume", null, WireJson.Default.IdsReply, Repeat.Always, cancellationToken)).ConfigureAwait(false)).DispatchIds;

    private static JsonElement Parsed(string name, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new CovalentException($"The new value of input '{name}' is not JSON ({e.Message}). Write numbers as they are, texts in quotes, lists in brackets.", e);
        }
    }

    /// <summary>Writes a terminal dispatch with its sublattices, values and streams.</summary>
    public async Task ExportAsync(string dispatchId, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var response = await CallAsync(() => _server.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, $"{One(dispatchId)}/export"), Repeat.Always, cancellationToken)).ConfigureAwait(false);
        await response.Content.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in an exported dispatch.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> ImportAsync(Stream input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var reply = await CallAsync(() => _server.SendAsync(
            HttpMethod.Post, "api/v1/imports", () => new BorrowedContent(input), WireJson.Default.IdReply, Repeat.IfNotSent, cancellationToken)).ConfigureAwait(false);
        return reply.DispatchId;
    }

    /// <summary>Deletes terminal dispatches, with their sublattices, and frees what only they used.</summary>
    public Task<DeleteReport> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken = default) => CallAsync(() =>
        _server.SendAsync(HttpMethod.Post, $"{Dispatches}/delete", () => Json(new IdsCall(dispatchIds), WireJson.Default.IdsCall), WireJson.Default.DeleteReport, Repeat.IfNotSent, cancellationToken));
}
