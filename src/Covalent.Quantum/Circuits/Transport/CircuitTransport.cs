namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Circuits to bytes and back, between processes of one application: the form is not kept from version to version.</summary>
internal static class CircuitTransport
{
    public static void Write(TransportWriter writer, Circuit circuit)
    {
        writer.WriteList(circuit.Operations, operation => OperationTransport.Write(writer, operation));
        writer.WriteList(circuit.Measurements, measurement => MeasurementTransport.Write(writer, measurement));
        writer.Write(circuit.Shots is not null);
        if (circuit.Shots is { } shots)
        {
            writer.WriteShots(shots);
        }
    }

    public static Circuit Read(TransportReader reader)
    {
        var operations = reader.ReadList(() => OperationTransport.Read(reader));
        var measurements = reader.ReadList(() => MeasurementTransport.Read(reader));
        return new(operations, measurements, reader.ReadBoolean() ? reader.ReadShots() : null);
    }
}
