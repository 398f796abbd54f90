namespace Covalent.Quantum;

/// <summary>
/// The results of one circuit: for every row of a broadcast (one without broadcasting), every entry of the shot vector (one without),
/// and every measurement in the circuit's order.
/// </summary>
public sealed class CircuitResult
{
    private readonly IReadOnlyList<Measurement> measurements;

    private readonly object[][][] values;

    /// <summary>Collects results; <paramref name="values"/> is indexed by row, shot entry, measurement.</summary>
    public CircuitResult(IReadOnlyList<Measurement> measurements, object[][][] values, bool isBatched, Shots shots)
    {
        this.measurements = measurements;
        this.values = values;
        IsBatched = isBatched;
        Shots = shots;
    }

    /// <summary>The measurements in the circuit's order.</summary>
    public IReadOnlyList<Measurement> Measurements => measurements;

    /// <summary>Whether the circuit had broadcast parameters.</summary>
    public bool IsBatched { get; }

    /// <summary>The shots with which the circuit was run.</summary>
    public Shots Shots { get; }

    /// <summary>Number of rows of the broadcast; 1 without broadcasting.</summary>
    public int RowCount => values.Length;

    /// <summary>Number of entries of the shot vector; 1 without one.</summary>
    public int ShotEntryCount => Math.Max(1, Shots.Counts.Count);

    /// <summary>The result of one measurement.</summary>
    /// <param name="measurement">The handle returned when the measurement was added, or an equal one.</param>
    /// <param name="row">Row of a broadcast.</param>
    /// <param name="shotEntry">Entry of a shot vector.</param>
    /// <exception cref="ArgumentException">The circuit has no such measurement.</exception>
    public T Get<T>(Measurement<T> measurement, int row = 0, int shotEntry = 0) => (T)Get(IndexOf(measurement), row, shotEntry);

    /// <summary>The result of the measurement at a position.</summary>
    public object Get(int measurement, int row = 0, int shotEntry = 0) => values[row][shotEntry][measurement];

    private int IndexOf(Measurement measurement)
    {
        for (var i = 0; i < measurements.Count; i++)
        {
            if (ReferenceEquals(measurements[i], measurement))
            {
                return i;
            }
        }

        for (var i = 0; i < measurements.Count; i++)
        {
            if (measurements[i].Equals(measurement))
            {
                return i;
            }
        }

        throw new ArgumentException($"The circuit has no measurement {measurement}.", nameof(measurement));
    }
}
