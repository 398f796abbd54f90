using Covalent.Core.Execution;

namespace Covalent.Engine.Storage.Memory;

/// <summary>A store that forgets with the process: for tests, and for runs whose results are all that is wanted.</summary>
internal sealed class MemoryStore : IDispatchStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MemoryDispatch> _byId = new(StringComparer.Ordinal);
    private readonly List<MemoryDispatch> _inOrder = [];
    private readonly Dictionary<string, (MemoryDispatch Dispatch, int Node)> _cache = new(StringComparer.Ordinal);
    private readonly Dictionary<long, OwnerRecord> _owners = [];
    private readonly List<(CancelRequestRecord Request, MemoryDispatch Dispatch)> _requests = [];
    private long _lastNumber;
    private long _mark;

    public string Location => "memory";

    public bool IsDurable => false;

    public int InlineLimit => int.MaxValue;

    public IEngineLiveness Liveness => NoOtherEngines.Instance;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CommitAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var registration in batch.Registrations)
            {
                Register(registration);
            }

            foreach (var end in batch.Ends)
            {
                Find(end.Dispatch)?.SetEnd(end);
            }

            foreach (var end in batch.FailedAttempts)
            {
                Find(end.Dispatch)?.SetFailedAttempt(end);
            }

            foreach (var start in batch.Starts)
            {
                Find(start.Dispatch)?.SetStart(start, batch.At);
            }

            CommitRest(batch);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<AssetId> WriteAssetAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The store in memory keeps everything inline.");

    public ReadOnlyMemory<byte> ReadAsset(AssetId asset) => throw new NotSupportedException("The store in memory keeps everything inline.");

    public Stream OpenAsset(AssetId asset) => throw new NotSupportedException("The store in memory keeps everything inline.");

    public ValueTask<DispatchRecord?> FindAsync(string dispatchId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new ValueTask<DispatchRecord?>(_byId.GetValueOrDefault(dispatchId)?.ToRecord());
        }
    }

    public ValueTask<DispatchRecord> CountAsync(DispatchRecord record, CancellationToken cancellationToken) =>
        record.Status.IsTerminal() ? new ValueTask<DispatchRecord>(record) : Read(record.Key, d => d.Count(record));

    public ValueTask<TransportGraph> ReadGraphAsync(DispatchKey dispatch, CancellationToken cancellationToken) => Read(dispatch, d => d.Request.Graph);

    public ValueTask<LatticeInfo> ReadLatticeAsync(DispatchKey dispatch, CancellationToken cancellationToken) => Read(dispatch, d => d.Request.Lattice);

    public ValueTask<IReadOnlyList<NodeRecord>> ReadNodesAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        Read(dispatch, d => d.ReadNodes(nodes));

    public ValueTask<IReadOnlyList<NodeRecord>> ReadEndsAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken) =>
        Read(dispatch, d => d.ReadEnds(nodes));

    public ValueTask<RunProgress> ReadProgressAsync(DispatchKey dispatch, CancellationToken cancellationToken) => Read(dispatch, d => d.ReadProgress());

    public NodeRecord? FindCached(ReadOnlySpan<byte> key)
    {
        lock (_gate)
        {
            return _cache.TryGetValue(Convert.ToHexString(key), out var entry) ? entry.Dispatch.ReadNode(entry.Node) : null;
        }
    }

    public ValueTask<(IReadOnlyList<DispatchRecord> Page, int Total)> ListAsync(DispatchQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var all = Sorted(_inOrder.Select(d => d.ToRecord()).Where(record => Matches(record, query)).Reverse(), query).ToList();
            return new ValueTask<(IReadOnlyList<DispatchRecord>, int)>(([.. all.Skip(query.Offset).Take(query.Count)], all.Count));
        }
    }

    public ValueTask<IReadOnlyList<string>> ReadEndedBeforeAsync(long ticks, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new ValueTask<IReadOnlyList<string>>([.. _inOrder.Select(d => d.ToRecord())
                .Where(r => r.Parent is null && r.Status.IsTerminal() && r.EndedAt < ticks).Select(r => r.Key.Id)]);
        }
    }

    public ValueTask<(DeleteReport Report, IReadOnlyList<string> Gone)> DeleteAsync(IReadOnlyList<string> dispatchIds, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var deleted = new List<string>();
            var gone = new List<string>();
            var failed = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var id in dispatchIds.Distinct(StringComparer.Ordinal))
            {
                if (Refusal(id) is { } reason)
                {
                    failed[id] = reason;
                    continue;
                }

                gone.AddRange(Delete(id));
                deleted.Add(id);
            }

            return new ValueTask<(DeleteReport, IReadOnlyList<string>)>((new DeleteReport(deleted, failed, 0), gone));
        }
    }

    public ValueTask<long> SweepAsync(long writtenBefore, CancellationToken cancellationToken) => new(0L);

    public long ReadChangeMark() => Interlocked.Read(ref _mark);

    public ValueTask<long> EnterOwnerAsync(OwnerRecord owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var number = ++_lastNumber;
            _owners.Add(number, owner with { Number = number });
            return new ValueTask<long>(number);
        }
    }

    public ValueTask<IReadOnlyList<OwnerRecord>> ReadOwnersAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new ValueTask<IReadOnlyList<OwnerRecord>>([.. _owners.Values.OrderBy(o => o.Number)]);
        }
    }

    public ValueTask LeaveOwnerAsync(long owner, bool cleanly, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!Unfinished(owner).Any())
            {
                _owners.Remove(owner);
            }
            else if (cleanly && _owners.TryGetValue(owner, out var record))
            {
                _owners[owner] = record with { LeftCleanly = true };
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<string>> ReadUnfinishedAsync(long owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new ValueTask<IReadOnlyList<string>>([.. Unfinished(owner).Select(d => d.Key.Id)]);
        }
    }

    public ValueTask<bool> TryClaimAsync(string dispatchId, long from, long to, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new ValueTask<bool>(_byId.TryGetValue(dispatchId, out var dispatch) && dispatch.TryClaim(from, to));
        }
    }

    public ValueTask RequestCancelAsync(DispatchKey dispatch, IReadOnlyList<int>? nodes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _requests.Add((new CancelRequestRecord(++_lastNumber, dispatch.Id, nodes), _byId[dispatch.Id]));
            _mark++;
        }

        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<CancelRequestRecord> ReadCancelRequests(long owner)
    {
        lock (_gate)
        {
            return [.. _requests.Where(r => r.Dispatch.Owner == owner).Select(r => r.Request)];
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Register(DispatchRegistration registration)
    {
        registration.WasKnown = _byId.ContainsKey(registration.Key.Id);
        if (registration.WasKnown)
        {
            return;
        }

        registration.Key.Number = ++_lastNumber;
        registration.Key.CreatedAt = registration.CreatedAt;
        var dispatch = new MemoryDispatch(registration);
        _byId.Add(registration.Key.Id, dispatch);
        _inOrder.Add(dispatch);
    }

    private void CommitRest(WriteBatch batch)
    {
        foreach (var (key, node) in batch.Withdrawn)
        {
            Find(key)?.Withdraw(node);
        }

        foreach (var (key, node) in batch.CancelRequests)
        {
            Find(key)?.RequestCancel(node);
        }

        foreach (var handle in batch.Handles)
        {
            Find(handle.Dispatch)?.SetHandle(handle);
        }

        foreach (var entry in batch.CacheEntries)
        {
            if (Find(entry.Dispatch) is { } dispatch)
            {
                _cache[Convert.ToHexString(entry.Key)] = (dispatch, entry.Node);
            }
        }

        _requests.RemoveAll(r => batch.AnsweredRequests.Contains(r.Request.Number));
        foreach (var change in batch.Changes)
        {
            Find(change.Dispatch)?.Change(change);
        }
    }

    private List<string> Delete(string id)
    {
        var tree = _inOrder.Where(d => d.Key.Id == id || d.Request.Parent?.RootDispatchId == id).ToList();
        foreach (var dispatch in tree)
        {
            _inOrder.Remove(dispatch);
            _byId.Remove(dispatch.Key.Id);
            foreach (var key in _cache.Where(entry => entry.Value.Dispatch == dispatch).Select(entry => entry.Key).ToList())
            {
                _cache.Remove(key);
            }
        }

        return tree.ConvertAll(dispatch => dispatch.Key.Id);
    }

    private string? Refusal(string id) => !_byId.TryGetValue(id, out var dispatch) ? "it is not known here"
        : dispatch.Request.Parent is { } parent ? $"it is a sublattice of {parent.DispatchId}; delete that one"
        : !dispatch.Status.IsTerminal() ? $"it is {dispatch.Status.ToWord()}; cancel it and wait for its end first"
        : null;

    private IEnumerable<MemoryDispatch> Unfinished(long owner) => _inOrder.Where(d => d.Owner == owner && !d.Status.IsTerminal());

    // A refused registration never got a number; entries that belong to it are left out.
    private MemoryDispatch? Find(DispatchKey key) => key.Number == 0 ? null : _byId.GetValueOrDefault(key.Id);

    private ValueTask<T> Read<T>(DispatchKey key, Func<MemoryDispatch, T> read)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(key.Id, out var dispatch) ? new ValueTask<T>(read(dispatch)) : throw new DispatchNotFoundException(key.Id, Location);
        }
    }

    private static IEnumerable<DispatchRecord> Sorted(IEnumerable<DispatchRecord> newestFirst, DispatchQuery query) => query.Sort switch
    {
        DispatchSort.Name => By(newestFirst, record => record.Name.ToLowerInvariant(), query, StringComparer.Ordinal),
        DispatchSort.Started => By(newestFirst, record => record.StartedAt, query),
        DispatchSort.Duration => By(newestFirst, record => record.StartedAt == 0 ? -1 : (record.EndedAt == 0 ? query.Now : record.EndedAt) - record.StartedAt, query),
        DispatchSort.Status => By(newestFirst, record => (int)record.Status, query),
        _ => query.Ascending ? newestFirst.Reverse() : newestFirst,
    };

    private static IOrderedEnumerable<DispatchRecord> By<T>(IEnumerable<DispatchRecord> records, Func<DispatchRecord, T> key, DispatchQuery query, IComparer<T>? comparer = null) =>
        query.Ascending ? records.OrderBy(key, comparer) : records.OrderByDescending(key, comparer);

    private static bool Matches(DispatchRecord record, DispatchQuery query) =>
        (query.IncludeSublattices || record.Parent is null)
        && (query.Statuses is null || query.Statuses.Contains(record.Status))
        && (string.IsNullOrEmpty(query.Search) || record.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase)
            || record.Key.Id.Contains(query.Search, StringComparison.OrdinalIgnoreCase));
}
