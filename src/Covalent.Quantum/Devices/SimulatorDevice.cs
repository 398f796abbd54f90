using Covalent.Quantum.Measurements;

namespace Covalent.Quantum.Devices;

/// <summary>
/// A device on top of any simulator: wire order, broadcasting, shots, mid-circuit strategies and read-out are the same for all of them.
/// </summary>
internal sealed class SimulatorDevice(Device device, IStateFactory simulator) : IQuantumDevice
{
    public string Name => simulator.Name;

    public IReadOnlyList<CircuitResult> Execute(IReadOnlyList<Circuit> circuits, ExecutionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        ArgumentNullException.ThrowIfNull(options);
        var jobs = new CircuitJob[circuits.Count];
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = CircuitJob.Prepare(circuits[i], device, simulator, options);
        }

        var root = new CounterRandom((ulong)options.Seed, (ulong)options.Stream);
        if (jobs is [{ Rows: 1 }] || device.Threads == 1 || Array.Exists(jobs, job => job.Plan.Qubits > simulator.SideBySideQubits))
        {
            for (var circuit = 0; circuit < jobs.Length; circuit++)
            {
                for (var row = 0; row < jobs[circuit].Rows; row++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    jobs[circuit].Run(row, root, circuit, cancellationToken);
                }
            }
        }
        else
        {
            var runs = new List<(int Circuit, int Row)>();
            for (var i = 0; i < jobs.Length; i++)
            {
                for (var row = 0; row < jobs[i].Rows; row++)
                {
                    runs.Add((i, row));
                }
            }

            var limits = new ParallelOptions { MaxDegreeOfParallelism = device.Threads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
            Parallel.For(0, runs.Count, limits, i => jobs[runs[i].Circuit].Run(runs[i].Row, root, runs[i].Circuit, cancellationToken));
        }

        var results = new CircuitResult[jobs.Length];
        for (var i = 0; i < jobs.Length; i++)
        {
            results[i] = jobs[i].Result();
        }

        return results;
    }
}
