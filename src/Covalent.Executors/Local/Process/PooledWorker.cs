using System.Diagnostics;
using Covalent.Core.Execution;
using Covalent.Worker;

namespace Covalent.Executors.Local;

/// <summary>One worker process of a pool: what was sent to it, in the order in which it runs it. Changed only under the pool's lock, except
/// for sending.</summary>
internal sealed class PooledWorker : IDisposable
{
    private readonly LinkedList<PoolTask> _sent = [];
    private readonly OrderBook _book = new();
    private readonly Lock _ending = new();
    private StartedWorker? _started;
    private OrderSender? _orders;
    private int _nextTicket;
    private bool _isDisposed;

    public PooledWorker(string bundleId) => BundleId = bundleId;

    public string BundleId { get; }

    public bool IsReady => _orders is not null && !IsRetired;

    /// <summary>No further tasks: it ends after those it has.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Kept free for one suspect, or busy with it.</summary>
    public bool IsReserved { get; set; }

    /// <summary>Tasks sent and not ended; the first one runs.</summary>
    public int Load => _sent.Count;

    public PoolTask? Running => _sent.First?.Value;

    /// <summary>When <see cref="Running"/> began, as a time stamp of the pool's clock.</summary>
    public long RunningSince { get; private set; }

    public int SentCount => _nextTicket;

    /// <summary>When it last had something to do, as a time stamp of the pool's clock.</summary>
    public long IdleSince { get; set; }

    public FrameReader Attach(StartedWorker started, string spoolFolder)
    {
        _started = started;
        _orders = new OrderSender(started.Orders);
        return new FrameReader(started.Results, spoolFolder);
    }

    /// <summary>Puts the task's frame into the queue; <see cref="Flush"/> sends it.</summary>
    /// <exception cref="CovalentException">The task's inputs cannot be read; nothing was queued.</exception>
    public void Send(PoolTask task, string? workDir, long now)
    {
        var ticket = _nextTicket;
        _orders!.Write(static (writer, order) =>
        {
            try
            {
                order._book.Write(writer, order.ticket, order.task.Attempt, order.workDir);
            }
            catch
            {
                writer.Abandon();
                throw;
            }
        }, (_book, ticket, task, workDir));
        _nextTicket++;
        task.Worker = this;
        task.Ticket = ticket;
        _sent.AddLast(task);
        if (_sent.Count == 1)
        {
            RunningSince = now;
        }
    }

    /// <summary>Takes the task off the list, whoever ran it; null when it is not there any more.</summary>
    public PoolTask? Remove(int ticket, long now)
    {
        for (var node = _sent.First; node is not null; node = node.Next)
        {
            if (node.Value.Ticket == ticket)
            {
                var wasRunning = ReferenceEquals(node, _sent.First);
                _sent.Remove(node);
                node.Value.Worker = null;
                RunningSince = wasRunning ? now : RunningSince;
                return node.Value;
            }
        }

        return null;
    }

    public PoolTask? Find(int ticket) => _sent.FirstOrDefault(task => task.Ticket == ticket);

    /// <summary>Everything it was sent and did not answer, in order.</summary>
    public List<PoolTask> TakeAll()
    {
        List<PoolTask> tasks = [.. _sent];
        _sent.Clear();
        tasks.ForEach(task => task.Worker = null);
        return tasks;
    }

    /// <summary>Asks for the last tasks back that have not started.</summary>
    public void Recall(int count)
    {
        for (var node = _sent.Last; count > 0 && node is not null && !ReferenceEquals(node, _sent.First); node = node.Previous, count--)
        {
            Order(FrameKind.Recall, node.Value.Ticket, reason: null);
        }
    }

    public void Stop(PoolTask task, StopReason reason) => Order(FrameKind.Stop, task.Ticket, reason);

    public void Retire()
    {
        IsRetired = true;
        _orders?.Write(static (writer, _) =>
        {
            writer.Begin(FrameKind.Retire);
            writer.End();
        }, 0);
    }

    /// <summary>Ends the process and what it started, at once. The end is noticed as any other death.</summary>
    public void Kill()
    {
        // Whoever noticed its death meanwhile disposes of it, and then its number may be another process's.
        lock (_ending)
        {
            if (!_isDisposed && _started is { Process: { HasExited: false } process })
            {
                NativeProcess.KillGroupOf(process.Id);
                process.Kill();
            }
        }
    }

    public void Flush() => _orders?.Flush();

    /// <summary>Waits for the process to be gone after its connection ended, and tidies up what it started.</summary>
    /// <returns>Its exit code.</returns>
    public int AwaitExit()
    {
        var process = _started!.Process;
        NativeProcess.KillGroupOf(process.Id);
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
            process.WaitForExit();
        }

        return process.ExitCode;
    }

    /// <summary>What the last task had printed when the process died.</summary>
    public (ReadOnlyMemory<byte> Stdout, ReadOnlyMemory<byte> Stderr) LastOutput() => (Read(_started!.Stdout), Read(_started.Stderr));

    public void Dispose()
    {
        _orders?.Dispose();
        if (_started is { } started)
        {
            started.Results.Dispose();
            lock (_ending)
            {
                _isDisposed = true;
                started.Process.Dispose();
            }

            File.Delete(started.Stdout);
            File.Delete(started.Stderr);
        }
    }

    private void Order(FrameKind kind, int ticket, StopReason? reason) => _orders?.Write(static (writer, order) =>
    {
        writer.Begin(order.kind);
        writer.Int(order.ticket);
        if (order.reason is { } why)
        {
            writer.Byte((byte)why);
        }

        writer.End();
    }, (kind, ticket, reason));

    private static ReadOnlyMemory<byte> Read(string path)
    {
        if (!File.Exists(path))
        {
            return default;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return OutputFile.Read(file, 0, RandomAccess.GetLength(file));
    }
}
