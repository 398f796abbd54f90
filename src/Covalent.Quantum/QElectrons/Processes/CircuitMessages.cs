using Covalent.Quantum.Circuits.Transport;

namespace Covalent.Quantum.QElectrons.Processes;

/// <summary>What a simulator process is told and what it answers. Every message is a frame: its length, then its bytes.</summary>
internal static class CircuitMessages
{
    private const int LargestFrame = 1 << 30;

    public static byte[] Job(CircuitJob job) => Bytes(writer =>
    {
        writer.Write(job.Device);
        writer.Write(job.Wires is not null);
        writer.WriteWires(job.Wires ?? Wires.None);
        writer.WriteShots(job.Shots);
        writer.Write(job.Seed);
        writer.Write(job.Stream);
        writer.WriteText(job.Runner?.Type);
        writer.WriteText(job.Runner?.Settings);
        CircuitTransport.Write(writer, job.Circuit);
    });

    public static CircuitJob Job(byte[] frame)
    {
        using var reader = new TransportReader(new MemoryStream(frame));
        var device = reader.ReadString();
        var hasWires = reader.ReadBoolean();
        var wires = reader.ReadWires();
        var (shots, seed, stream) = (reader.ReadShots(), reader.ReadInt64(), reader.ReadInt64());
        var runner = (Type: reader.ReadText(), Settings: reader.ReadText());
        return new(CircuitTransport.Read(reader), device, hasWires ? wires : null, shots, seed, stream)
        {
            Runner = runner.Type is null ? null : new(runner.Type, runner.Settings!),
        };
    }

    public static byte[] Answer(QResult result) => Bytes(writer =>
    {
        writer.Write(true);
        writer.Write(result.ExecutionTime.Ticks);
        ResultTransport.Write(writer, result.Result);
    });

    public static byte[] Failure(Exception error) => Bytes(writer =>
    {
        writer.Write(false);
        writer.Write(error.GetType().Name);
        writer.Write(error.Message);
    });

    /// <exception cref="QuantumProcessException">The circuit failed in the process, with the message it gave.</exception>
    public static (CircuitResult Result, TimeSpan Time) Answer(byte[] frame, Circuit circuit)
    {
        using var reader = new TransportReader(new MemoryStream(frame));
        if (!reader.ReadBoolean())
        {
            var (type, message) = (reader.ReadString(), reader.ReadString());
            throw new QuantumProcessException(type == nameof(QuantumProcessException) ? message : $"{type}: {message}");
        }

        var time = TimeSpan.FromTicks(reader.ReadInt64());
        return (ResultTransport.Read(reader, circuit.Measurements), time);
    }

    public static async Task SendAsync(Stream stream, byte[] frame, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(BitConverter.GetBytes(frame.Length), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next frame; null at the end of the stream.</summary>
    public static async Task<byte[]?> ReceiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < head.Length)
        {
            return null;
        }

        var length = BitConverter.ToInt32(head);
        if (length is < 0 or > LargestFrame)
        {
            throw new InvalidDataException($"A message claims to be {length} bytes long; the other side writes something else than messages.");
        }

        var frame = new byte[length];
        return await stream.ReadAtLeastAsync(frame, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == length ? frame : null;
    }

    private static byte[] Bytes(Action<TransportWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new TransportWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
