using System.Collections.Concurrent;

namespace Covalent.Quantum.QElectrons.Processes;

#pragma warning disable CA1001 // The processes end with this one; a semaphore whose wait handle is never asked for holds nothing.
/// <summary>In processes of their own, at most so many at a time. They stay warm between circuits; one that ends takes only its circuit along.</summary>
internal sealed class ProcessCircuitPool(int workers) : CircuitPool
{
    private readonly SemaphoreSlim _places = new(workers);
    private readonly ConcurrentStack<SimulatorProcess> _idle = new();
    private readonly ConcurrentDictionary<int, SimulatorProcess> _busy = new();

    /// <summary>Ids of the processes that are running a circuit.</summary>
    public ICollection<int> BusyProcesses => _busy.Keys;

    public override async Task<QResult> RunAsync(CircuitJob job, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => RunInAsync(TakeIdle() ?? SimulatorProcess.Start(), job, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<QResult> RunInAsync(SimulatorProcess process, CircuitJob job, CancellationToken cancellationToken)
    {
        _busy[process.Id] = process;
        var reusable = false;
        try
        {
            var result = await process.RunAsync(job, cancellationToken).ConfigureAwait(false);
            reusable = true;
            return result;
        }
        catch (QuantumProcessException) when (process.IsAlive)
        {
            // The circuit failed, the process did not.
            reusable = true;
            throw;
        }
        finally
        {
            _busy.TryRemove(process.Id, out _);
            if (reusable)
            {
                _idle.Push(process);
            }
            else
            {
                process.Dispose();
            }
        }
    }

    private SimulatorProcess? TakeIdle()
    {
        while (_idle.TryPop(out var process))
        {
            if (process.IsAlive)
            {
                return process;
            }

            process.Dispose();
        }

        return null;
    }
}
