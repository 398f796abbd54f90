using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Operations to bytes and back. Parameters travel as numbers.</summary>
internal static class OperationTransport
{
    private enum Tag : byte
    {
        Gate,
        PauliRotation,
        Unitary,
        Diagonal,
        SpecialUnitary,
        ProjectorPhase,
        Evolution,
        Permutation,
        NamedChannel,
        Kraus,
        Measurement,
        Reset,
        Conditional,
        Marker,
        BasisState,
        StateVector,
        DensityMatrix,
        Adjoint,
        Controlled,
        Power,
    }

    public static void Write(TransportWriter writer, Operation operation)
    {
        switch (operation)
        {
            case Gate gate:
                Begin(writer, Tag.Gate, operation);
                writer.Write7BitEncodedInt((int)gate.Kind);
                break;
            case PauliRotation rotation:
                Begin(writer, Tag.PauliRotation, operation);
                writer.Write(rotation.Word);
                break;
            case QubitUnitary or ParametrizedEvolution:
                // A pulse's functions of time stay here; what they come to travels.
                Begin(writer, Tag.Unitary, operation.Wires, []);
                writer.Write(operation.Name);
                writer.WriteMatrix(operation.Matrix());
                break;
            case DiagonalUnitary:
                Begin(writer, Tag.Diagonal, operation);
                writer.WriteList(operation.FormOrThrow().Phases, writer.WriteComplex);
                break;
            case SpecialUnitary:
                Begin(writer, Tag.SpecialUnitary, operation);
                break;
            case ProjectorPhase projector:
                Begin(writer, Tag.ProjectorPhase, operation);
                writer.Write(projector.Dimension);
                break;
            case HamiltonianEvolution evolution:
                Begin(writer, Tag.Evolution, operation);
                ObservableTransport.Write(writer, evolution.Hamiltonian);
                break;
            case BasisPermutation:
                Begin(writer, Tag.Permutation, operation);
                writer.Write(operation.Name);
                writer.WriteList(operation.FormOrThrow().Targets, writer.Write);
                break;
            case DerivedOperation derived:
                WriteDerived(writer, derived);
                break;
            default:
                WriteStructure(writer, operation);
                break;
        }
    }

    public static Operation Read(TransportReader reader)
    {
        var tag = (Tag)reader.ReadByte();
        var wires = reader.ReadWires();
        var parameters = reader.ReadList(reader.ReadParameter);
        return tag switch
        {
            Tag.Gate => new Gate((GateKind)reader.Read7BitEncodedInt(), wires, parameters),
            Tag.PauliRotation => new PauliRotation(parameters[0], reader.ReadString(), wires),
            Tag.Unitary when reader.ReadString() is var name => new QubitUnitary(SquareMatrix.From(reader.ReadMatrix()), wires, name),
            Tag.Diagonal => new DiagonalUnitary(reader.ReadList(reader.ReadComplex), wires),
            Tag.SpecialUnitary => new SpecialUnitary(parameters, wires),
            Tag.ProjectorPhase => new ProjectorPhase(parameters[0], reader.ReadInt32(), wires),
            Tag.Evolution => new HamiltonianEvolution(ObservableTransport.Read(reader), parameters[0]),
            Tag.Permutation when reader.ReadString() is var name => new BasisPermutation(name, reader.ReadList(reader.ReadInt32), wires),
            Tag.Adjoint => Read(reader).Adjoint(),
            Tag.Controlled => ReadControlled(reader, wires),
            Tag.Power when reader.ReadDouble() is var exponent => PowerOperation.Of(Read(reader), exponent),
            _ => ReadStructure(reader, tag, wires, parameters),
        };
    }

    private static void Begin(TransportWriter writer, Tag tag, Operation operation) => Begin(writer, tag, operation.Wires, operation.Parameters);

    private static void Begin(TransportWriter writer, Tag tag, Wires wires, IReadOnlyList<Parameter> parameters)
    {
        writer.Write((byte)tag);
        writer.WriteWires(wires);
        writer.WriteList(parameters, writer.WriteParameter);
    }

    private static void WriteDerived(TransportWriter writer, DerivedOperation derived)
    {
        switch (derived)
        {
            case ControlledOperation controlled:
                Begin(writer, Tag.Controlled, controlled.ControlWires, []);
                writer.WriteList(controlled.ControlValues, writer.Write);
                writer.WriteWires(controlled.WorkWires);
                break;
            case PowerOperation power:
                Begin(writer, Tag.Power, Wires.None, []);
                writer.Write(power.Exponent);
                break;
            default:
                Begin(writer, Tag.Adjoint, Wires.None, []);
                break;
        }

        Write(writer, derived.Inner);
    }

    private static Operation ReadControlled(TransportReader reader, Wires control)
    {
        var values = reader.ReadList(reader.ReadBoolean);
        var work = reader.ReadWires();
        return ControlledOperation.Of(Read(reader), control, values, work);
    }

    private static void WriteStructure(TransportWriter writer, Operation operation)
    {
        switch (operation)
        {
            case Channel channel when Channels.ByName(channel.Name, channel.Parameters, channel.Wires) is not null:
                Begin(writer, Tag.NamedChannel, operation);
                writer.Write(channel.Name);
                break;
            case Channel channel:
                Begin(writer, Tag.Kraus, channel.Wires, []);
                writer.Write(channel.Name);
                writer.WriteList(channel.KrausMatrices(), writer.WriteMatrix);
                break;
            case MidCircuitMeasurement measurement:
                Begin(writer, Tag.Measurement, operation);
                writer.Write(measurement.Bit);
                writer.Write(measurement.Options.Reset);
                writer.WriteOptional((long?)measurement.Options.Postselect);
                break;
            case ResetOperation:
                Begin(writer, Tag.Reset, operation);
                break;
            case ConditionalOperation conditional:
                Begin(writer, Tag.Conditional, Wires.None, []);
                ClassicalTransport.Write(writer, conditional.Condition);
                Write(writer, conditional.Inner);
                break;
            case Marker marker:
                Begin(writer, Tag.Marker, operation);
                writer.Write((byte)marker.Kind);
                writer.WriteText(marker.Tag);
                break;
            case BasisState state:
                Begin(writer, Tag.BasisState, operation);
                writer.WriteList(state.Bits, writer.Write);
                break;
            case StateVectorPreparation state:
                Begin(writer, Tag.StateVector, operation);
                writer.WriteList(state.Amplitudes, writer.WriteComplex);
                break;
            case DensityMatrixPreparation state:
                Begin(writer, Tag.DensityMatrix, operation);
                writer.WriteMatrix(state.Density.ToArray());
                break;
            default:
                throw new InvalidOperationException($"{operation} cannot travel to another process; run it on threads.");
        }
    }

    private static Operation ReadStructure(TransportReader reader, Tag tag, Wires wires, Parameter[] parameters) => tag switch
    {
        Tag.NamedChannel => Channels.ByName(reader.ReadString(), parameters, wires) ?? throw new InvalidDataException("A noise channel has an unknown name."),
        Tag.Kraus when reader.ReadString() is var name => Channels.Kraus(reader.ReadList(reader.ReadMatrix), wires, name),
        Tag.Measurement => new MidCircuitMeasurement(wires[0], reader.ReadInt32(), new MeasureOptions(reader.ReadBoolean(), (int?)reader.ReadOptionalInt64())),
        Tag.Reset => new ResetOperation(wires[0]),
        Tag.Conditional => new ConditionalOperation(ClassicalTransport.Read(reader), Read(reader)),
        Tag.Marker => new Marker((MarkerKind)reader.ReadByte(), wires, reader.ReadText()),
        Tag.BasisState => new BasisState(reader.ReadList(reader.ReadInt32), wires),
        Tag.StateVector => new StateVectorPreparation(reader.ReadList(reader.ReadComplex), wires, normalize: true),
        Tag.DensityMatrix => new DensityMatrixPreparation(reader.ReadMatrix(), wires),
        _ => throw new InvalidDataException($"{tag} is no operation that travels."),
    };
}
