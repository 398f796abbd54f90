using Covalent.Quantum.Circuits;
using Covalent.Quantum.Gates;

namespace Covalent.Quantum.Devices;

/// <summary>Makes the plan of a circuit for one wire order.</summary>
internal sealed class CircuitPlanner
{
    private readonly IStateFactory simulator;

    private readonly CircuitStructure structure;

    private readonly RegisterMap register;

    private readonly HashSet<int> finalMeasurements;

    private readonly List<PlanStep> steps = [];

    private readonly List<QubitStep> open = [];

    private CircuitPlanner(CircuitStructure structure, Wires wires, bool sampled, IStateFactory simulator)
    {
        this.structure = structure;
        this.simulator = simulator;
        register = new(wires, ActiveWires.Of(structure, sampled));
        finalMeasurements = FinalMeasurements.Of(structure);
    }

    public static CircuitPlan Plan(CircuitStructure structure, Wires wires, bool sampled, IStateFactory simulator)
    {
        RequireKnownWires(structure, wires, simulator.Name);
        return new CircuitPlanner(structure, wires, sampled, simulator).Plan();
    }

    private static void RequireKnownWires(CircuitStructure structure, Wires wires, string device)
    {
        foreach (var wire in structure.Wires)
        {
            if (!wires.Contains(wire))
            {
                throw new DeviceException(device, $"the circuit uses wire {wire}, which the device does not have; it has {wires}. Declare the wire on the device, or leave the device's wires out.");
            }
        }
    }

    private CircuitPlan Plan()
    {
        for (var i = 0; i < structure.Operations.Length; i++)
        {
            if (!finalMeasurements.Contains(i))
            {
                Add(structure.Operations[i], structure.Offsets[i]);
            }
        }

        if (steps.Count == 0 || open.Count > 0)
        {
            CloseProgram();
        }

        return new()
        {
            Register = register,
            Initial = InitialStates.Of(structure, register, simulator),
            Steps = steps,
            BitCount = BitCount(),
            FinalBits = [.. finalMeasurements.Order().Select(i => (MidCircuitMeasurement)structure.Operations[i]).Select(m => (m.Bit, register.PositionOf(m.Wires[0])))],
            Measurements = structure.Measurements,
        };
    }

    private int BitCount()
    {
        var written = structure.Operations.Select(Unwrap).OfType<MidCircuitMeasurement>().Select(static m => m.Bit);
        var read = structure.Operations.OfType<ConditionalOperation>().SelectMany(static c => c.Condition.Bits)
            .Concat(structure.Measurements.SelectMany(static m => m.ClassicalValues).SelectMany(static value => value.Bits));
        return written.Concat(read).DefaultIfEmpty(-1).Max() + 1;

        static Operation Unwrap(Operation operation) => operation is ConditionalOperation conditional ? conditional.Inner : operation;
    }

    private void Add(Operation operation, int offset)
    {
        switch (operation)
        {
            case Marker or StatePreparation or Gate { Kind: GateKind.Identity }:
                break;
            case ResetOperation when simulator.IsMixed:
                open.Add(new(Channels.Reset(operation.Wires), register.PositionsOf(operation.Wires), offset));
                break;
            case MidCircuitMeasurement or ResetOperation or ConditionalOperation:
                CloseProgram();
                steps.Add(Step(operation, offset));
                break;
            default:
                open.Add(Gate(operation, offset));
                break;
        }
    }

    private PlanStep Step(Operation operation, int offset) => operation switch
    {
        MidCircuitMeasurement measurement => new MeasureStep(register.PositionOf(measurement.Wires[0]), measurement.Bit, measurement.Options.Reset, measurement.Options.Postselect),
        ResetOperation reset => new ResetStep(register.PositionOf(reset.Wires[0])),
        ConditionalOperation conditional => new ConditionStep(conditional.Condition, Step(conditional.Inner, offset)),
        StatePreparation or Marker => throw Refuse(operation, "cannot depend on a measured bit"),
        _ => new RunStep(new(register.ActiveCount, [Gate(operation, offset)])),
    };

    private QubitStep Gate(Operation operation, int offset) => operation.IsUnitary || (operation is Channel && simulator.IsMixed)
        ? new(operation, operation is Gate { Kind: GateKind.GlobalPhase } ? [] : register.PositionsOf(operation.Wires), offset)
        : throw Refuse(operation, operation is Channel ? "is noise; use default.mixed" : "is not supported");

    private DeviceException Refuse(Operation operation, string reason) => new(simulator.Name, $"{operation.Name} on wires {operation.Wires} {reason}.");

    private void CloseProgram()
    {
        if (open.Count > 0 || steps.Count == 0)
        {
            steps.Add(new RunStep(new(register.ActiveCount, [.. open])));
            open.Clear();
        }
    }
}
