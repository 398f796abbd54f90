using System.Threading.Channels;

namespace Covalent.Engine.Dispatching;

/// <summary>One reader of what happens in a dispatch. A slow one loses progress and live output, never a status.</summary>
internal sealed class DispatchWatcher
{
    private const int MostDroppable = 1024;
    private readonly Channel<DispatchEvent> _events = Channel.CreateUnbounded<DispatchEvent>(new UnboundedChannelOptions { SingleReader = true });
    private int _droppable;

    public void Tell(DispatchEvent e)
    {
        if (e is not (NodeProgressed or NodeWrote))
        {
            _events.Writer.TryWrite(e);
        }
        else if (Interlocked.Increment(ref _droppable) <= MostDroppable)
        {
            _events.Writer.TryWrite(e);
        }
        else
        {
            Interlocked.Decrement(ref _droppable);
        }
    }

    public void End(Exception? error = null) => _events.Writer.TryComplete(error);

    public async IAsyncEnumerable<DispatchEvent> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var e in _events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (e is NodeProgressed or NodeWrote)
            {
                Interlocked.Decrement(ref _droppable);
            }

            yield return e;
        }
    }
}
