using Covalent.Quantum.Circuits;
using Covalent.Quantum.Measurements;

namespace Covalent.Quantum.Devices;

/// <summary>One circuit of a call: its plan, its shots, and the results of its rows.</summary>
internal sealed class CircuitJob
{
    private readonly Circuit circuit;

    private readonly Device device;

    private readonly IStateFactory simulator;

    private readonly Shots shots;

    private readonly object[][][] values;

    private readonly ReadoutPlan readout;

    private CircuitJob(Circuit circuit, Device device, IStateFactory simulator, Shots shots, ReadoutPlan readout)
    {
        (this.circuit, this.device, this.simulator, this.shots, this.readout) = (circuit, device, simulator, shots, readout);
        Rows = circuit.BatchSize ?? 1;
        values = new object[Rows][][];
    }

    public int Rows { get; }

    public CircuitPlan Plan => readout.Plan;

    public static CircuitJob Prepare(Circuit circuit, Device device, IStateFactory simulator, ExecutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var shots = circuit.Shots ?? options.Shots ?? device.Shots;
        var wires = device.Wires ?? circuit.Wires;
        if (device.MidCircuit == MidCircuitMethod.Deferred && Deferral.IsNeeded(circuit))
        {
            (circuit, wires) = Deferral.Of(circuit, wires, device.Name);
        }

        var key = new PlanKey(simulator.Name, shots.IsAnalytic, device.Grouping, wires);
        var readout = circuit.Structure.Attach(key, structure => ReadoutPlan.Of(structure, key, simulator));
        MemoryRules.RequireState(simulator, readout.Plan.Qubits);
        return new(circuit, device, simulator, shots, readout);
    }

    /// <summary>Runs one row. Its random numbers are a part of the call's, named by the circuit's and the row's place.</summary>
    public void Run(int row, CounterRandom root, int place, CancellationToken cancellationToken) => values[row] = shots.IsAnalytic
        ? [Exact(circuit.Row(row), cancellationToken)]
        : Sampled(circuit.Row(row), root.Split((ulong)place).Split((ulong)row), cancellationToken);

    public CircuitResult Result() => new(circuit.Measurements, values, circuit.BatchSize is not null, shots);

    private object[] Exact(double[] parameters, CancellationToken cancellationToken)
    {
        var sums = new AnalyticReadout.Accumulator[readout.Exact.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = readout.Exact[i].Start();
        }

        var total = 0.0;
        if (Plan.OnlyProgram is { } program)
        {
            using var state = simulator.Create(Plan.Qubits, cancellationToken);
            Plan.Initial.Load(state);
            state.Run(program, parameters);
            Add(new(1, state, new bool[Plan.BitCount]));
        }
        else
        {
            new BranchWalk(Plan, parameters, simulator, cancellationToken).Visit(Add);
        }

        if (!(total > 0))
        {
            throw new DeviceException(simulator.Name, "the postselected outcome has probability 0, so nothing is left to measure.");
        }

        var results = new object[sums.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = sums[i].Finish(total);
        }

        return results;

        void Add(Branch branch)
        {
            total += branch.Weight;
            foreach (var sum in sums)
            {
                sum.Add(branch);
            }
        }
    }

    private object[][] Sampled(double[] parameters, CounterRandom random, CancellationToken cancellationToken)
    {
        var sampler = new ShotSampler(Plan, readout.Sampling!, new BranchWalk(Plan, parameters, simulator, cancellationToken), simulator.Name, random);
        var samples = sampler.Draw(shots.Total!.Value, device.MidCircuit, device.Postselect);
        var results = new object[shots.Counts.Count][];
        var start = 0;
        for (var entry = 0; entry < results.Length; entry++)
        {
            var range = samples.Between(start, start + shots.Counts[entry]);
            results[entry] = [.. readout.Sampling!.Readouts.Select(measurement => measurement.Read(samples, range))];
            start += shots.Counts[entry];
        }

        return results;
    }
}

/// <summary>What a prepared plan depends on besides the circuit's structure.</summary>
internal sealed record PlanKey(string Simulator, bool IsAnalytic, CommutingGroups Grouping, Wires Wires);

/// <summary>A plan together with the way its measurements are read.</summary>
internal sealed record ReadoutPlan(CircuitPlan Plan, AnalyticReadout[] Exact, SamplingPlan? Sampling)
{
    public static ReadoutPlan Of(CircuitStructure structure, PlanKey key, IStateFactory simulator)
    {
        var plan = CircuitPlanner.Plan(structure, key.Wires, !key.IsAnalytic, simulator);
        return key.IsAnalytic
            ? new(plan, [.. plan.Measurements.Select(measurement => AnalyticReadout.Of(measurement, plan, simulator.Name))], null)
            : new(plan, [], SamplingPlan.Of(plan, key.Grouping, simulator.Name));
    }
}
