using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Worker.Serving;

/// <summary>Takes the pool's orders, also while a task runs. When the pool is gone, so is this process and everything it started.</summary>
internal sealed class PoolListener(PoolConnection connection, WorkQueue queue)
{
    private readonly Dictionary<int, TaskTemplate> _templates = [];
    private readonly Dictionary<int, ReadOnlyMemory<byte>> _constants = [];
    private readonly LastText _dispatchIds = new();

    public void Listen()
    {
        try
        {
            while (connection.Orders.TryRead(out var kind, out var contents, out var isOwned))
            {
                Handle(kind, contents, isOwned);
            }
        }
        finally
        {
            NativeProcess.KillGroup();
        }
    }

    private void Handle(FrameKind kind, ReadOnlyMemory<byte> contents, bool isOwned)
    {
        var fields = new FrameFields(contents);
        switch (kind)
        {
            case FrameKind.Run:
                Enqueue(contents, isOwned);
                break;
            case FrameKind.Template:
                AddTemplate(fields.Int(), fields.Rest.ToArray());
                break;
            case FrameKind.Constant:
                _constants[fields.Int()] = isOwned ? fields.Rest : fields.Rest.ToArray();
                break;
            case FrameKind.Reset:
                _templates.Clear();
                _constants.Clear();
                break;
            case FrameKind.Stop:
                Stop(fields.Int(), (StopReason)fields.Byte());
                break;
            case FrameKind.Recall:
                GiveBack(fields.Int());
                break;
            case FrameKind.Retire:
                queue.Close();
                break;
            default:
                throw new CovalentException($"The pool sent a frame of unknown kind {kind}. Pool and worker come from different versions.");
        }
    }

    private void Enqueue(ReadOnlyMemory<byte> contents, bool isOwned)
    {
        var (ticket, task) = RunFrame.Read(contents, isOwned, _dispatchIds, number => _templates[number], number => _constants[number]);
        queue.Add(new QueuedTask(ticket, task));
    }

    private void AddTemplate(int number, byte[] encoded)
    {
        var reader = new BinaryGraphReader(encoded);
        _templates[number] = TemplateCodec.Read(ref reader);
    }

    private void Stop(int ticket, StopReason reason)
    {
        if (!GiveBack(ticket))
        {
            queue.SignalOf(ticket)?.Request(reason);
        }
    }

    private bool GiveBack(int ticket)
    {
        if (!queue.TryRemove(ticket))
        {
            return false;
        }

        connection.Send(static (writer, number) =>
        {
            writer.Begin(FrameKind.Returned);
            writer.Int(number);
            writer.End();
        }, ticket);
        return true;
    }
}
