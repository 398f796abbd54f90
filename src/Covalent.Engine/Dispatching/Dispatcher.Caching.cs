using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Covalent.Core.Execution;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Results taken from, and left for, equal calls of other dispatches.</content>
internal sealed partial class Dispatcher
{
    private readonly Fingerprint _fingerprint = new();

    /// <summary>Completes a ready node with a result found in the cache.</summary>
    private bool TakeFromCache(DispatchRun run, int node)
    {
        var key = CacheKeyOf(run, node);
        if (_store.FindCached(key) is not { } found || !TryRead(found.Value, out var result))
        {
            run.CacheKeys[node] = key;
            return false;
        }

        var outcome = new TaskOutcome { Status = Status.Completed, Result = result, ResultHead = found.Value.Head, StartedAt = _now, EndedAt = _now };
        run.Values.Set(node, outcome, found.Value.Asset);
        Record(run, node, Status.Completed, outcome, AssetsOf(found.Value));
        Apply(run, MachineEvent.Satisfied(node));
        return true;
    }

    private void RememberInCache(DispatchRun run, int node)
    {
        if (run.CacheKeys.Remove(node, out var key))
        {
            _batch.CacheEntries.Add(new CacheEntry(key, run.Key, node));
        }
    }

    // Large inputs are hashed once when they are stored; their hash stands for them here.
    private byte[] CacheKeyOf(DispatchRun run, int node)
    {
        _fingerprint.Add(run.PlanOf(node)!.Identity);
        _fingerprint.AddSlots(run.Graph, node, (fingerprint, input) =>
        {
            var value = run.Values.GetStored(input);
            fingerprint.Add(MemoryMarshal.AsBytes(value.Codec.AsSpan()));
            fingerprint.Add(value.Asset is { } asset ? Convert.FromHexString(asset.Sha256)
                : value.Inline.Length > _store.InlineLimit ? SHA256.HashData(value.Inline.Span)
                : value.Inline.Span);
        });
        var key = new byte[Fingerprint.Size];
        _fingerprint.Finish(key);
        return key;
    }

    private bool TryRead(StoredValue value, out EncodedValue result)
    {
        result = Encoded(value);
        if (value.Asset is not { } asset)
        {
            return true;
        }

        try
        {
            result = new EncodedValue(value.Codec!, _store.ReadAsset(asset));
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
