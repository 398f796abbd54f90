using System.Numerics;

namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Measurements to bytes and back.</summary>
internal static class MeasurementTransport
{
    public static void Write(TransportWriter writer, Measurement measurement)
    {
        writer.Write((byte)measurement.Kind);
        writer.Write(measurement.Observable is not null);
        if (measurement.Observable is { } observable)
        {
            ObservableTransport.Write(writer, observable);
        }

        writer.WriteWires(measurement.Wires);
        writer.WriteWires(measurement.OtherWires);
        writer.WriteList(measurement.ClassicalValues, value => ClassicalTransport.Write(writer, value));
        writer.Write(measurement.AllOutcomes);
        writer.WriteOptional(measurement.LogBase);
        writer.WriteOptional(measurement.Seed);
        writer.Write(measurement.Groups);
        writer.Write(measurement.CompleteUpTo);
        writer.Write(measurement.Limit);
    }

    public static Measurement Read(TransportReader reader)
    {
        var kind = (MeasurementKind)reader.ReadByte();
        var observable = reader.ReadBoolean() ? ObservableTransport.Read(reader) : null;
        return kind switch
        {
            MeasurementKind.Probs => Read<double[]>(reader, kind, observable),
            MeasurementKind.Sample when observable is not null => Read<double[]>(reader, kind, observable),
            MeasurementKind.Sample => Read<int[,]>(reader, kind, observable),
            MeasurementKind.Counts when observable is not null => Read<IReadOnlyDictionary<double, int>>(reader, kind, observable),
            MeasurementKind.Counts => Read<IReadOnlyDictionary<string, int>>(reader, kind, observable),
            MeasurementKind.State => Read<Complex[]>(reader, kind, observable),
            MeasurementKind.DensityMatrix => Read<Complex[,]>(reader, kind, observable),
            MeasurementKind.ClassicalShadow => Read<ClassicalShadow>(reader, kind, observable),
            MeasurementKind.Distribution => Read<OutcomeDistribution>(reader, kind, observable),
            _ => Read<double>(reader, kind, observable),
        };
    }

    private static Measurement<T> Read<T>(TransportReader reader, MeasurementKind kind, Observable? observable) => new(kind)
    {
        Observable = observable,
        Wires = reader.ReadWires(),
        OtherWires = reader.ReadWires(),
        ClassicalValues = reader.ReadList(() => ClassicalTransport.Read(reader)),
        AllOutcomes = reader.ReadBoolean(),
        LogBase = reader.ReadOptionalDouble(),
        Seed = reader.ReadOptionalInt64(),
        Groups = reader.ReadInt32(),
        CompleteUpTo = reader.ReadInt32(),
        Limit = reader.ReadInt32(),
    };
}
