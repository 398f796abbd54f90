using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Dispatches from their registration to their end.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Registers a dispatch without starting it.</summary>
    /// <exception cref="ArgumentException">The id belongs to another workflow.</exception>
    public async Task RegisterAsync(DispatchRequest request)
    {
        ThrowIfHalted();
        var registration = Prepare(request, owner: 0);
        await AskAsync<bool>(answer =>
        {
            _batch.Registrations.Add(registration);
            AfterCommit(answer, () => true);
        }).ConfigureAwait(false);
        await ThrowOnOtherAsync(registration).ConfigureAwait(false);
    }

    /// <summary>Registers and starts a dispatch in one durable step. One that is known already is left alone.</summary>
    /// <param name="request">The dispatch.</param>
    /// <param name="reused">Results of an earlier dispatch to begin with, by node.</param>
    /// <exception cref="ArgumentException">The id belongs to another workflow.</exception>
    public async Task SubmitAsync(DispatchRequest request, IReadOnlyList<NodeRecord>? reused = null)
    {
        ThrowIfHalted();
        if (await _store.FindAsync(request.DispatchId, CancellationToken.None).ConfigureAwait(false) is { } known)
        {
            await ThrowOnOtherAsync(known, request).ConfigureAwait(false);
            return;
        }

        var registration = Prepare(request, _settings.Owner);
        var run = NewRun(registration);
        await AskAsync<bool>(answer =>
        {
            ThrowIfHalted();
            if (_runs.TryAdd(run.Id, run))
            {
                _batch.Registrations.Add(registration);
                Reuse(run, reused ?? []);
                Begin(run);
            }

            AfterCommit(answer, () => true);
        }).ConfigureAwait(false);
        await ThrowOnOtherAsync(registration).ConfigureAwait(false);
    }

    private async ValueTask ThrowOnOtherAsync(DispatchRegistration registration)
    {
        if (registration.WasKnown && await _store.FindAsync(registration.Key.Id, CancellationToken.None).ConfigureAwait(false) is { } known)
        {
            await ThrowOnOtherAsync(known, registration.Request).ConfigureAwait(false);
        }
    }

    // Sending a request twice is how a client makes sure; sending another workflow under the same id would lose it without a word.
    private async ValueTask ThrowOnOtherAsync(DispatchRecord known, DispatchRequest request)
    {
        if (known.RedispatchOf != request.RedispatchOf
            || known.NodeCount != request.Graph.NodeCount
            || !Written(await _store.ReadGraphAsync(known.Key, CancellationToken.None).ConfigureAwait(false)).SequenceEqual(Written(request.Graph)))
        {
            throw new ArgumentException($"Dispatch id '{known.Key.Id}' belongs to another workflow ('{known.Name}'). Use a new id, such as a UUID.", nameof(request));
        }
    }

    private static ReadOnlySpan<byte> Written(TransportGraph graph)
    {
        var bytes = new ArrayBufferWriter<byte>((graph.NodeCount * 8) + 1024);
        GraphCodec.Write(bytes, graph);
        return bytes.WrittenSpan;
    }

    private DispatchRegistration Prepare(DispatchRequest request, long owner)
    {
        var bytes = new ArrayBufferWriter<byte>((request.Graph.NodeCount * 8) + 1024);
        if (_store.IsDurable)
        {
            GraphCodec.Write(bytes, request.Graph);
        }

        return new DispatchRegistration
        {
            Key = new DispatchKey(request.DispatchId),
            Request = request,
            Graph = bytes.WrittenMemory,
            CreatedAt = _settings.Clock.GetUtcNow().Ticks,
            Owner = owner,
            Trace = request.Parent is null ? TraceField.TextOf(EngineTracing.Current) : null,
        };
    }

    private DispatchRun NewRun(DispatchRegistration registration, long builderStartedAt = 0)
    {
        var request = registration.Request;
        var machine = new DispatchMachine(request.Graph, request.FailFast, _settings.Strict);
        return new DispatchRun(registration.Key, request.Graph, machine, new NodeValues(request.Graph, _store, _atHand), request.BundleId)
        {
            RootId = request.Parent?.RootDispatchId ?? request.DispatchId,
            Name = request.Lattice.Name,
            CreatedAt = registration.CreatedAt,
            Priority = request.Priority,
            FailFast = request.FailFast,
            Parent = request.Parent,
            RedispatchOf = request.RedispatchOf,
            BuilderStartedAt = builderStartedAt,
            IsForeign = IsForeign(request.BundleId),
            Trace = EngineTracing.Parse(registration.Trace),
        };
    }

    // Another application made it, so that its code is not in this process.
    private bool IsForeign(string? bundleId) => bundleId is not null && bundleId != _settings.Host.OwnBundle;

    private void Reuse(DispatchRun run, IReadOnlyList<NodeRecord> reused)
    {
        foreach (var record in reused)
        {
            run.Values.Restore(record.Node, record.Value);
            run.Machine.Restore(record.Node, NodePhase.Completed, 0);
            var outcome = new TaskOutcome { Status = Status.Completed, Result = Encoded(record.Value), ResultHead = record.Value.Head, StartedAt = _now, EndedAt = _now };
            _batch.Ends.Add(new NodeEnd(run.Key, record.Node, 0, Status.Completed, outcome, AssetsOf(record.Value)));
        }
    }

    private void Begin(DispatchRun run)
    {
        try
        {
            Apply(run, MachineEvent.Begin);
        }
        catch (Exception e)
        {
            Abort(run, e);
        }
    }

    // Somebody else registered the same id between our look and our commit: theirs is the one that counts.
    private void ForgetRefusedRegistrations()
    {
        foreach (var registration in _batch.Registrations)
        {
            if (registration.WasKnown && _runs.TryGetValue(registration.Key.Id, out var run) && ReferenceEquals(run.Key, registration.Key))
            {
                _runs.Remove(run.Id);
                foreach (var attempt in run.InFlight.Values)
                {
                    attempt.Lane.Starting.Remove(attempt);
                    attempt.Lane.Release(0);
                }

                run.Machine.Abort();
            }
        }
    }

    private static void Tell(DispatchRun run, DispatchEvent e)
    {
        foreach (var watcher in run.Watchers)
        {
            watcher.Tell(e);
        }
    }

    private void ObserveAfterCommit(DispatchRun run, DispatchStatusChanged change)
    {
        if (_settings.Observer is { } observer)
        {
            _effects.Add(new Effect(() => observer.DispatchChanged(change, run.Name)));
        }
    }

    private void TellAfterCommit(DispatchRun run, DispatchEvent e) => _effects.Add(new Effect(() => Tell(run, e)));

    private static EncodedValue Encoded(StoredValue value) => value.Codec is null ? default : new EncodedValue(value.Codec, value.Inline);

    private static OutcomeAssets? AssetsOf(StoredValue value) => value.Asset is null ? null : new OutcomeAssets { Result = value.Asset };
}
