using Covalent.Core.Results;

namespace Covalent;

/// <content>Results, cancelling and resuming.</content>
public static partial class Workflow
{
    /// <summary>Fetches the result of a dispatch.</summary>
    /// <param name="dispatchId">The dispatch.</param>
    /// <param name="wait">Wait until it has ended. The end is pushed; nothing is polled. Default: false.</param>
    /// <param name="progress">Told how far it is, while waiting. Null: shown on the console after a few seconds if that is a terminal.</param>
    /// <param name="cancellationToken">Stops waiting; the dispatch goes on.</param>
    /// <exception cref="DispatchNotFoundException">No such dispatch.</exception>
    public static async Task<WorkflowResult<T>> GetResultAsync<T>(
        string dispatchId, bool wait = false, IProgress<DispatchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var client = ClientProvider.Current;
        var snapshot = await SnapshotAsync(client, dispatchId, wait, progress, cancellationToken).ConfigureAwait(false);
        return await ResultFetching.OfAsync<T>(client, snapshot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches the result of a dispatch without its value.</summary>
    /// <inheritdoc cref="GetResultAsync{T}(string, bool, IProgress{DispatchProgress}?, CancellationToken)"/>
    public static async Task<WorkflowResult> GetResultAsync(
        string dispatchId, bool wait = false, IProgress<DispatchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var client = ClientProvider.Current;
        var snapshot = await SnapshotAsync(client, dispatchId, wait, progress, cancellationToken).ConfigureAwait(false);
        return await ResultFetching.OfAsync(client, snapshot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches the status of a dispatch and nothing else.</summary>
    /// <exception cref="DispatchNotFoundException">No such dispatch.</exception>
    public static async Task<Status> GetStatusAsync(string dispatchId, CancellationToken cancellationToken = default) =>
        (await ClientProvider.Current.GetAsync(dispatchId, cancellationToken).ConfigureAwait(false)).Status;

    /// <summary>Cancels a dispatch, or only some of its nodes, and what depends on them.</summary>
    /// <param name="dispatchId">The dispatch.</param>
    /// <param name="nodes">Only these nodes. Null: all.</param>
    /// <param name="cancellationToken">Stops waiting for the report; what was asked for goes on.</param>
    /// <returns>What was stopped, and what could not be.</returns>
    /// <exception cref="DispatchNotFoundException">No such dispatch.</exception>
    public static Task<CancelReport> CancelAsync(string dispatchId, IReadOnlyList<int>? nodes = null, CancellationToken cancellationToken = default) =>
        ClientProvider.Current.CancelAsync(dispatchId, nodes, cancellationToken);

    /// <summary>Continues dispatches that a crash or a restart left unfinished.</summary>
    /// <param name="dispatchId">Only this one. Null: all.</param>
    /// <param name="cancellationToken">Stops waiting; what was continued goes on.</param>
    /// <returns>The ids that go on.</returns>
    public static Task<IReadOnlyList<string>> ResumeAsync(string? dispatchId = null, CancellationToken cancellationToken = default) =>
        ClientProvider.Current.ResumeAsync(dispatchId, cancellationToken);

    /// <summary>Derives a new dispatch from an earlier one. Nothing happens until the returned object is awaited.</summary>
    /// <param name="dispatchId">The earlier dispatch; it need not have ended.</param>
    /// <example><code>
    /// string id = await RedispatchAsync(oldId).Replace(Tasks.Train, Tasks.TrainBetter).WithInputs(0.5, 0.7).ReusePreviousResults();
    /// </code></example>
    public static Redispatch RedispatchAsync(string dispatchId) => new(dispatchId);

    private static Task<DispatchSnapshot> SnapshotAsync(
        IDispatcherClient client, string dispatchId, bool wait, IProgress<DispatchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dispatchId);
        return wait ? ResultWaiting.WaitAsync(client, dispatchId, progress, cancellationToken) : client.GetAsync(dispatchId, cancellationToken);
    }
}
