using System.Buffers;
using Covalent.Core.Graph;
using Covalent.Engine.Archive;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Dispatches that ended elsewhere.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Makes dispatches of another store durable in this one, all of them in one transaction.</summary>
    public Task ImportAsync(IReadOnlyList<(ArchivedDispatch Dispatch, DispatchKey Key, List<NodeEnd> Nodes)> dispatches)
    {
        ThrowIfHalted();
        return AskAsync<bool>(answer =>
        {
            ThrowIfHalted();
            foreach (var (dispatch, key, nodes) in dispatches)
            {
                Import(dispatch, key, nodes);
            }

            AfterCommit(answer, () => true);
        });
    }

    private void Import(ArchivedDispatch dispatch, DispatchKey key, List<NodeEnd> nodes)
    {
        var graph = new ArrayBufferWriter<byte>();
        GraphCodec.Write(graph, dispatch.Request.Graph);
        _batch.Registrations.Add(new DispatchRegistration { Key = key, Request = dispatch.Request, Graph = graph.WrittenMemory, CreatedAt = dispatch.CreatedAt, Owner = 0 });
        _batch.Ends.AddRange(nodes);
        var (completed, failed, cancelled) = dispatch.Counts;
        if (dispatch.StartedAt != 0)
        {
            _batch.Changes.Add(new DispatchChange(key, Status.Running, dispatch.StartedAt, completed, failed, cancelled, null));
        }

        _batch.Changes.Add(new DispatchChange(key, dispatch.End.Status, dispatch.End.At, completed, failed, cancelled, dispatch.Error));
    }
}
