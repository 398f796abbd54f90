namespace Covalent.Quantum;

/// <summary>What the circuits of one submission share.</summary>
/// <param name="Id">Identity of the batch; circuit i of it is <c>circuit_i@Id</c>.</param>
/// <param name="Device">The device the QElectron was made for.</param>
/// <param name="Streams">One stream of the device's seed per circuit, so that results do not depend on who runs them.</param>
/// <param name="CancellationToken">Cancels circuits that have not started.</param>
public sealed record QBatch(string Id, Device Device, IReadOnlyList<long> Streams, CancellationToken CancellationToken = default);

/// <summary>The result of one circuit and where it came from.</summary>
/// <param name="Result">The measurements' values.</param>
/// <param name="ExecutorName">Which executor ran it.</param>
/// <param name="DeviceName">On which device or back end.</param>
/// <param name="ExecutionTime">How long it ran, waiting not counted.</param>
public sealed record QResult(CircuitResult Result, string ExecutorName, string DeviceName, TimeSpan ExecutionTime)
{
    /// <summary>Further facts, such as a job id, without secrets; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
