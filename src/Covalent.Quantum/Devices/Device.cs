using System.Security.Cryptography;
using Covalent.Quantum.Devices;

namespace Covalent.Quantum;

/// <summary>
/// Which simulator runs a circuit, and how: a description that can be stored, and the door to the simulator itself.
/// Names: <c>default.qubit</c> (readable reference), <c>lightning.qubit</c> (fast), <c>default.mixed</c> (density matrix, noise).
/// </summary>
public sealed class Device
{
    private readonly Lazy<IQuantumDevice> simulator;

    private long executions;

    /// <summary>Describes a device.</summary>
    /// <param name="name">The simulator's name.</param>
    /// <param name="wires">The wires in order of significance; <see langword="null"/>: those of each circuit.</param>
    /// <param name="shots">Shots of circuits that say nothing themselves; <see langword="null"/>: analytic.</param>
    /// <param name="seed">Seed of all sampling; <see langword="null"/>: a new random seed, readable in <see cref="Seed"/>.</param>
    /// <exception cref="ArgumentException">No simulator has this name.</exception>
    public Device(string name, Wires? wires = null, Shots? shots = null, long? seed = null)
    {
        Name = DeviceCatalog.Require(name);
        Wires = wires;
        Shots = shots ?? Shots.Analytic;
        Seed = seed ?? BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        simulator = new(() => DeviceCatalog.Open(this));
    }

    /// <summary>Describes a device with the wires 0, 1, … <paramref name="wires"/> − 1.</summary>
    public Device(string name, int wires, Shots? shots = null, long? seed = null)
        : this(name, Wires.Range(wires), shots, seed)
    {
    }

    /// <summary>The simulator's name.</summary>
    public string Name { get; }

    /// <summary>The declared wires; <see langword="null"/>: those of each circuit.</summary>
    public Wires? Wires { get; }

    /// <summary>Shots of circuits that say nothing themselves.</summary>
    public Shots Shots { get; }

    /// <summary>The seed of all sampling. Runs with one seed give the same bits, whatever the number of threads.</summary>
    public long Seed { get; }

    /// <summary>Width of floating-point numbers. Default: double.</summary>
    public Precision Precision { get; init; } = Precision.Double;

    /// <summary>Threads a simulation may use, at least 1; <see langword="null"/>: all processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int? Threads
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A simulation needs at least one thread; leave Threads out to use all processors.");
    }

    /// <summary>How measurements in the middle of a circuit are simulated. Default: chosen by the circuit.</summary>
    public MidCircuitMethod MidCircuit { get; init; } = MidCircuitMethod.Automatic;

    /// <summary>What happens to shots that a postselection discards. Default: like hardware, they are lost.</summary>
    public PostselectMode Postselect { get; init; } = PostselectMode.HardwareLike;

    /// <summary>Which terms of a Hamiltonian are read from the same samples. Default: those that agree wire by wire.</summary>
    public CommutingGroups Grouping { get; init; } = CommutingGroups.QubitWise;

    internal IQuantumDevice Simulator => simulator.Value;

    /// <summary>Runs circuits; results are in the order of the circuits.</summary>
    /// <exception cref="DeviceException">A circuit cannot run on this device.</exception>
    public IReadOnlyList<CircuitResult> Execute(IReadOnlyList<Circuit> circuits, ExecutionOptions? options = null, CancellationToken cancellationToken = default) =>
        simulator.Value.Execute(circuits, options ?? NextOptions(), cancellationToken);

    /// <summary>Runs one circuit.</summary>
    /// <exception cref="DeviceException">The circuit cannot run on this device.</exception>
    public CircuitResult Execute(Circuit circuit, ExecutionOptions? options = null, CancellationToken cancellationToken = default) =>
        Execute([circuit], options, cancellationToken)[0];

    /// <summary>The value of a measurement at every snapshot of a circuit, by the snapshots' tags (numbers from 0 where they have none).</summary>
    /// <exception cref="DeviceException">The circuit cannot run on this device.</exception>
    public IReadOnlyDictionary<string, T> Snapshots<T>(Circuit circuit, Measurement<T> measurement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(measurement);
        var results = new Dictionary<string, T>(StringComparer.Ordinal);
        for (var i = 0; i < circuit.Operations.Count; i++)
        {
            if (circuit.Operations[i] is Marker { Kind: MarkerKind.Snapshot } marker)
            {
                // Identities keep the wires of the whole circuit in the picture.
                var start = new Circuit([new Gate(GateKind.Identity, circuit.Wires), .. circuit.Operations.Take(i)], [measurement], circuit.Shots);
                results[marker.Tag ?? $"{results.Count}"] = Execute(start, cancellationToken: cancellationToken).Get(measurement);
            }
        }

        return results;
    }

    /// <summary>Each call draws from its own stream, so that a second run of a program repeats the first but a second call does not.</summary>
    private ExecutionOptions NextOptions() => new() { Seed = Seed, Stream = Interlocked.Increment(ref executions) - 1 };
}

/// <summary>Width of floating-point numbers.</summary>
public enum Precision
{
    /// <summary>64 bits; results to about 1e-12.</summary>
    Double,

    /// <summary>32 bits; results to about 1e-5, half the memory, about twice the speed.</summary>
    Single,
}

/// <summary>How measurements in the middle of a circuit are simulated.</summary>
public enum MidCircuitMethod
{
    /// <summary>Chosen by the circuit and the shots.</summary>
    Automatic,

    /// <summary>Put off to the end with one extra wire per measurement; exact.</summary>
    Deferred,

    /// <summary>The circuit is run again for every shot.</summary>
    OneShot,

    /// <summary>Both outcomes are followed with their probabilities, impossible branches are cut; exact, or one run for all shots.</summary>
    TreeTraversal,
}

/// <summary>What happens to shots that a postselection discards.</summary>
public enum PostselectMode
{
    /// <summary>They are lost, as on hardware: fewer samples come back than shots were asked for.</summary>
    HardwareLike,

    /// <summary>Only the selected outcome is simulated: as many samples come back as shots were asked for.</summary>
    FillShots,
}

/// <summary>Which terms of a Hamiltonian are read from the same samples; every group gets the full number of shots.</summary>
public enum CommutingGroups
{
    /// <summary>Terms that want the same basis on every wire they share.</summary>
    QubitWise,

    /// <summary>Terms on different wires.</summary>
    DisjointWires,

    /// <summary>Every term by itself.</summary>
    None,
}

/// <summary>How one call of a device samples.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Seed of the sampling.</summary>
    public long Seed { get; init; }

    /// <summary>Which independent stream of the seed is used; each circuit of the call takes its own part of the stream.</summary>
    public long Stream { get; init; }

    /// <summary>Shots of circuits that say nothing themselves; <see langword="null"/>: the device's.</summary>
    public Shots? Shots { get; init; }
}
