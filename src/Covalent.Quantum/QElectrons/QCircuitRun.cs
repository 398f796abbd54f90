namespace Covalent.Quantum;

/// <summary>One circuit that an executor is to run.</summary>
/// <param name="Circuit">The circuit; its shots are those that apply.</param>
/// <param name="Device">The device the QElectron was made for.</param>
/// <param name="Stream">The stream of the device's seed to draw from.</param>
public sealed record QCircuitRun(Circuit Circuit, Device Device, long Stream)
{
    /// <summary>The shots that apply: the executor's, else the circuit's, else the device's.</summary>
    public Shots Shots => Circuit.Shots ?? Device.Shots;

    /// <summary>Cancelled when nobody waits for the result any more.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Runs the circuit on a simulator of this machine, here and now; <see cref="CancellationToken"/> stops it.</summary>
    /// <param name="device">Name of the simulator; null for the device's own.</param>
    public CircuitResult Simulate(string? device = null) => new Device(device ?? Device.Name, Device.Wires, Shots, Device.Seed) { Threads = 1 }
        .Execute(Circuit, new ExecutionOptions { Seed = Device.Seed, Stream = Stream, Shots = Shots }, CancellationToken);
}
