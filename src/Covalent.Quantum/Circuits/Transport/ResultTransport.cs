using System.Numerics;

namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Results of measurements to bytes and back.</summary>
internal static class ResultTransport
{
    public static void Write(TransportWriter writer, CircuitResult result)
    {
        writer.Write(result.IsBatched);
        writer.WriteShots(result.Shots);
        writer.Write7BitEncodedInt(result.RowCount);
        for (var row = 0; row < result.RowCount; row++)
        {
            for (var entry = 0; entry < result.ShotEntryCount; entry++)
            {
                for (var i = 0; i < result.Measurements.Count; i++)
                {
                    Write(writer, result.Get(i, row, entry));
                }
            }
        }
    }

    /// <param name="reader">Where the result comes from.</param>
    /// <param name="measurements">Those of the circuit it belongs to.</param>
    public static CircuitResult Read(TransportReader reader, IReadOnlyList<Measurement> measurements)
    {
        var isBatched = reader.ReadBoolean();
        var shots = reader.ReadShots();
        var values = reader.ReadList(() =>
        {
            var row = new object[Math.Max(1, shots.Counts.Count)][];
            for (var entry = 0; entry < row.Length; entry++)
            {
                row[entry] = [.. measurements.Select(_ => ReadValue(reader))];
            }

            return row;
        });
        return new(measurements, values, isBatched, shots);
    }

    private static void Write(TransportWriter writer, object value)
    {
        switch (value)
        {
            case double number:
                writer.Write((byte)0);
                writer.Write(number);
                break;
            case double[] numbers:
                writer.Write((byte)1);
                writer.WriteList(numbers, writer.Write);
                break;
            case int[,] table:
                writer.Write((byte)2);
                writer.WriteTable(table);
                break;
            case IReadOnlyDictionary<string, int> counts:
                writer.Write((byte)3);
                writer.WriteList(counts, pair =>
                {
                    writer.Write(pair.Key);
                    writer.Write(pair.Value);
                });
                break;
            case IReadOnlyDictionary<double, int> counts:
                writer.Write((byte)4);
                writer.WriteList(counts, pair =>
                {
                    writer.Write(pair.Key);
                    writer.Write(pair.Value);
                });
                break;
            case Complex[] amplitudes:
                writer.Write((byte)5);
                writer.WriteList(amplitudes, writer.WriteComplex);
                break;
            case Complex[,] matrix:
                writer.Write((byte)6);
                writer.WriteMatrix(matrix);
                break;
            case ClassicalShadow shadow:
                writer.Write((byte)7);
                writer.WriteTable(shadow.Bits);
                writer.WriteTable(shadow.Recipes);
                break;
            case OutcomeDistribution distribution:
                writer.Write((byte)8);
                writer.Write(distribution.IsTruncated);
                writer.WriteList(distribution.Outcomes, pair =>
                {
                    writer.Write(pair.Key);
                    writer.Write(pair.Value);
                });
                break;
            default:
                throw new InvalidOperationException($"A result of type {value.GetType().Name} cannot travel between processes; run the circuit on threads.");
        }
    }

    private static object ReadValue(TransportReader reader) => reader.ReadByte() switch
    {
        0 => reader.ReadDouble(),
        1 => reader.ReadList(reader.ReadDouble),
        2 => reader.ReadTable(reader.ReadInt32),
        3 => new Dictionary<string, int>(reader.ReadList(() => KeyValuePair.Create(reader.ReadString(), reader.ReadInt32())), StringComparer.Ordinal),
        4 => new Dictionary<double, int>(reader.ReadList(() => KeyValuePair.Create(reader.ReadDouble(), reader.ReadInt32()))),
        5 => reader.ReadList(reader.ReadComplex),
        6 => reader.ReadMatrix(),
        7 => new ClassicalShadow(reader.ReadTable(reader.ReadInt32), reader.ReadTable(reader.ReadInt32)),
        8 when reader.ReadBoolean() is var isTruncated =>
            new OutcomeDistribution(reader.ReadList(() => KeyValuePair.Create(reader.ReadString(), reader.ReadDouble())), isTruncated),
        var tag => throw new InvalidDataException($"{tag} is no result."),
    };
}
