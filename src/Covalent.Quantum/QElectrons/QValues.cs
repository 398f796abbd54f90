namespace Covalent.Quantum.QElectrons;

/// <summary>The values that a QElectron returned, in the order in which its function named the measurements.</summary>
internal readonly struct QValues(CircuitResult result, int[] positions)
{
    public int Count => positions.Length;

    public T Get<T>(int index) => result is { RowCount: 1, Shots.IsVector: false }
        ? (T)result.Get(positions[index])
        : throw new InvalidOperationException("The circuit was run for a batch of inputs or a shot vector, which gives several results; call RunRaw and read them from the CircuitResult.");
}
