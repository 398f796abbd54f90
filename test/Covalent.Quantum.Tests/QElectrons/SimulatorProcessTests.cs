using System.Diagnostics;
using Covalent.Quantum.QElectrons;
using Covalent.Quantum.QElectrons.Processes;

namespace Covalent.Quantum.Tests.QElectrons;

/// <summary><c>Parallel = "process"</c>: circuits in real child processes.</summary>
public sealed class SimulatorProcessTests
{
    private static readonly Device Wires = new("default.qubit", wires: 3, seed: 11);

    [Fact]
    public async Task ProcessRuns_GiveTheSameBitsAsThreads()
    {
        var device = new Device("default.qubit", wires: 2, shots: 200, seed: 5);
        var threads = Circuits(device, new Simulator());
        var processes = Circuits(device, new Simulator { Parallel = "process", Workers = 2 });

        Assert.Equal(await threads, await processes);

        static async Task<double[]> Circuits(Device device, Simulator simulator)
        {
            var circuit = QElectron.Create(
                (CircuitBuilder q, double x) => { q.RX(x, 0); q.CNOT(0, 1); return q.Expval(Observable.Z(1)); }, device, [simulator]);
            return [.. await circuit.RunManyAsync(Enumerable.Range(0, 6).Select(i => 0.3 * i))];
        }
    }

    [Fact]
    public async Task TwoCircuits_InTwoProcesses_OverlapInTime()
    {
        var pool = new ProcessCircuitPool(2);
        var job = Job(Long());
        var runs = Task.WhenAll(pool.RunAsync(job, CancellationToken.None), pool.RunAsync(job, CancellationToken.None));
        while (pool.BusyProcesses.Count < 2 && !runs.IsCompleted)
        {
            await Task.Yield();
        }

        // Both are at work at this moment, in processes that are neither each other nor this one.
        int[] busy = [.. pool.BusyProcesses];
        Assert.Equal(2, busy.Distinct().Count());
        Assert.DoesNotContain(Environment.ProcessId, busy);
        var results = await runs;
        Assert.Equal(busy.Order(), results.Select(result => int.Parse(result.Metadata!["process_id"])).Order());
    }

    [Fact]
    public async Task AProcessThatIsKilled_FailsItsCircuitOnly()
    {
        var pool = new ProcessCircuitPool(1);
        var doomed = pool.RunAsync(Job(Long()), CancellationToken.None);
        while (pool.BusyProcesses.Count == 0 && !doomed.IsCompleted)
        {
            await Task.Yield();
        }

        using (var process = Process.GetProcessById(pool.BusyProcesses.Single()))
        {
            process.Kill();
        }

        var error = await Assert.ThrowsAsync<QuantumProcessException>(() => doomed);
        Assert.Contains("ended with exit code", error.Message);
        var next = await pool.RunAsync(Job(Circuit.Build(static q => q.Probs(0))), CancellationToken.None);
        Assert.Equal(new[] { 1.0, 0.0 }, (double[])next.Result.Get(0));
    }

    [Fact]
    public async Task AFailingCircuit_SaysWhy_AndTheProcessGoesOn()
    {
        var pool = new ProcessCircuitPool(1);
        var first = await pool.RunAsync(Job(Circuit.Build(static q => q.Probs(0))), CancellationToken.None);

        var error = await Assert.ThrowsAsync<QuantumProcessException>(() => pool.RunAsync(Job(Circuit.Build(static q => q.Probs(7))), CancellationToken.None));

        Assert.Contains("wire 7", error.Message);
        var second = await pool.RunAsync(Job(Circuit.Build(static q => q.Probs(1))), CancellationToken.None);
        Assert.Equal(first.Metadata!["process_id"], second.Metadata!["process_id"]);
    }

    private static CircuitJob Job(Circuit circuit) => new(circuit, "default.qubit", Wires.Wires, Shots.Analytic, 1, 0);

    // Seconds of work for the reference simulator, so that it surely runs when the test looks.
    private static Circuit Long() => Circuit.Build(static q =>
    {
        for (var i = 0; i < 60_000; i++)
        {
            q.RX(0.1, i % 3);
            q.CNOT(i % 3, (i + 1) % 3);
        }

        q.Expval(Observable.Z(0));
    });
}
