using System.Linq.Expressions;
using Covalent.Core.Bundles;
using Covalent.Core.Recording;

namespace Covalent.Core.Client;

/// <summary>What the overloads of <see cref="Workflow"/> have in common.</summary>
internal static class Dispatching
{
    public static Task<string> SubmitAsync<TResult>(
        Delegate lattice, DispatchOptions? options, Func<LatticeSession, TResult> call, CancellationToken cancellationToken) =>
        SubmitAsync(() => Record(lattice, options, call), options, cancellationToken);

    public static Task<string> SubmitAsync(LambdaExpression call, DispatchOptions? options, CancellationToken cancellationToken) =>
        SubmitAsync(() => LatticeCall.Record(call, options), options, cancellationToken);

    public static Task<WorkflowResult<TValue>> RunAsync<TResult, TValue>(
        Delegate lattice, DispatchOptions? options, Func<LatticeSession, TResult> call, CancellationToken cancellationToken) =>
        RunAsync<TValue>(() => Record(lattice, options, call), options, cancellationToken);

    public static Task<WorkflowResult<TValue>> RunAsync<TValue>(LambdaExpression call, DispatchOptions? options, CancellationToken cancellationToken) =>
        RunAsync<TValue>(() => LatticeCall.Record(call, options), options, cancellationToken);

    private static async Task<WorkflowResult<TValue>> RunAsync<TValue>(Func<RecordedLattice> build, DispatchOptions? options, CancellationToken cancellationToken)
    {
        var id = await SubmitAsync(build, options, cancellationToken).ConfigureAwait(false);
        return await Workflow.GetResultAsync<TValue>(id, wait: true, options?.Progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> SubmitAsync(Func<RecordedLattice> build, DispatchOptions? options, CancellationToken cancellationToken)
    {
        if (Application.IsCompiledAhead)
        {
            throw new CovalentException("A workflow cannot be dispatched by an application that was compiled ahead of time: recording it, encoding its values and running its tasks need "
                + "reflection that is not there. Publish without PublishAot.");
        }

        var lattice = build();
        var client = ClientProvider.Current;
        var request = new DispatchRequest
        {
            DispatchId = Guid.CreateVersion7().ToString(),
            Graph = lattice.Graph,
            Lattice = lattice.Info,
            FailFast = lattice.FailFast,
            Priority = lattice.Priority,
            BundleId = await StoreBundleAsync(client, cancellationToken).ConfigureAwait(false),
        };
        await (options is { Triggers.Count: > 0 } ? AwaitTriggersAsync(client, request, options.Triggers, cancellationToken)
            : client.SubmitAsync(request, cancellationToken)).ConfigureAwait(false);
        return request.DispatchId;
    }

    private static async Task AwaitTriggersAsync(IDispatcherClient client, DispatchRequest request, IReadOnlyList<Trigger> declared, CancellationToken cancellationToken)
    {
        // Before anything is registered: a client without triggers refuses here, and so does a trigger that cannot work.
        var triggers = client.Triggers;
        foreach (var trigger in declared)
        {
            trigger.ThrowOnProblems();
        }

        await client.RegisterAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var trigger in declared)
        {
            await triggers.AddAsync(request.DispatchId, trigger, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The bundle is stored before anybody learns the dispatch id, so a dispatch never waits for code that is lost.</summary>
    internal static ValueTask<string?> StoreBundleAsync(IDispatcherClient client, CancellationToken cancellationToken) =>
        client is IApplicationBundles bundles ? bundles.EnsureStoredAsync(cancellationToken) : default;

    private static RecordedLattice Record<TResult>(Delegate lattice, DispatchOptions? options, Func<LatticeSession, TResult> call)
    {
        ArgumentNullException.ThrowIfNull(lattice);
        var session = new LatticeSession(lattice.Method, lattice.Target, options);
        return session.Recorder.Run(() => session.Finish(call(session), typeof(TResult)));
    }
}
