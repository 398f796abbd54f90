using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.Planning;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>
/// Translates a circuit's gates to those the kernels know. Gates with a kernel of their own stay parametric; any other unitary goes
/// through its <see cref="GateForm"/>, computed again for every set of parameters.
/// </summary>
internal sealed class ProgramLowering
{
    private readonly KernelProgramBuilder builder;

    private ProgramLowering(int qubits) => builder = new(Math.Max(1, qubits));

    /// <param name="program">The gates.</param>
    /// <param name="basisState">The basis state to start from, given by flips in front of the gates.</param>
    public static KernelProgramBuilder Lower(QubitProgram program, ulong basisState)
    {
        var lowering = new ProgramLowering(program.Qubits);
        for (; basisState != 0; basisState &= basisState - 1)
        {
            lowering.builder.Single(BitOperations.TrailingZeroCount(basisState), Matrix2.PauliX);
        }

        foreach (var step in program.Steps)
        {
            lowering.Add(step, program.Qubits);
        }

        return lowering.builder;
    }

    private void Add(QubitStep step, int qubits)
    {
        var wires = new int[step.Positions.Length];
        for (var i = 0; i < wires.Length; i++)
        {
            wires[i] = qubits - 1 - step.Positions[i];
        }

        Add(step.Operation, new(wires, 0, 0, step.ParameterOffset));
    }

    private void Add(Operation operation, in Place place)
    {
        switch (operation)
        {
            case ControlledOperation controlled:
                Add(controlled.Inner, place.Under([.. controlled.ControlValues]));
                break;
            case PauliRotation rotation:
                PauliRotation(rotation.Word, place.Angle(0), place);
                break;
            case Gate { Description.Base: { } kind } gate:
                Add(kind, place.Under([.. gate.ControlValues]), gate);
                break;
            case Gate gate:
                Add(gate.Kind, place, gate);
                break;
            default:
                AddForm(operation, place, Everywhere(operation));
                break;
        }
    }

    private void Add(GateKind kind, in Place place, Gate gate)
    {
        var (first, controls, values) = (place.Wires.Length == 0 ? -1 : place.Wires[0], place.Controls, place.Values);
        switch (kind)
        {
            case GateKind.Identity:
                break;
            case GateKind.PauliX:
                builder.Single(first, Matrix2.PauliX, controls, values);
                break;
            case GateKind.PauliY:
                builder.Single(first, Matrix2.PauliY, controls, values);
                break;
            case GateKind.Hadamard:
                builder.Single(first, Matrix2.Hadamard, controls, values);
                break;
            case GateKind.PauliZ:
                builder.Phase(first, Math.PI, controls, values);
                break;
            case GateKind.S:
                builder.Phase(first, Math.PI / 2, controls, values);
                break;
            case GateKind.T:
                builder.Phase(first, Math.PI / 4, controls, values);
                break;
            case GateKind.RX:
                builder.RotationX(first, place.Angle(0), controls, values);
                break;
            case GateKind.RY:
                builder.RotationY(first, place.Angle(0), controls, values);
                break;
            case GateKind.RZ:
                builder.RotationZ(first, place.Angle(0), controls, values);
                break;
            case GateKind.PhaseShift or GateKind.U1:
                builder.Phase(first, place.Angle(0), controls, values);
                break;
            case GateKind.Rot:
                builder.RotationZ(first, place.Angle(0), controls, values)
                    .RotationY(first, place.Angle(1), controls, values)
                    .RotationZ(first, place.Angle(2), controls, values);
                break;
            case GateKind.U2:
                Euler(place, Math.PI / 2, place.Angle(0), place.Angle(1));
                break;
            case GateKind.U3:
                Euler(place, place.Angle(0), place.Angle(1), place.Angle(2));
                break;
            case GateKind.IsingXX or GateKind.IsingYY or GateKind.IsingZZ:
                PauliRotation(kind == GateKind.IsingXX ? "XX" : kind == GateKind.IsingYY ? "YY" : "ZZ", place.Angle(0), place);
                break;
            case GateKind.MultiRZ:
                PauliRotation(new string('Z', place.Wires.Length), place.Angle(0), place);
                break;
            case GateKind.GlobalPhase:
                ControlledPhase(place, -1 * place.Angle(0));
                break;
            default:
                AddSpecial(kind, place, gate);
                break;
        }
    }

    private void AddSpecial(GateKind kind, in Place place, Gate gate)
    {
        var form = Everywhere(gate);
        if (place.Controls != 0)
        {
            if (kind == GateKind.SWAP)
            {
                ControlledSwap(place);
                return;
            }

            AddForm(gate, place, form);
            return;
        }

        switch (kind)
        {
            case GateKind.SWAP:
                builder.Swap(place.Wires[0], place.Wires[1]);
                break;
            case GateKind.ISWAP:
                builder.Phase(place.Wires[0], Math.PI / 2).Phase(place.Wires[1], Math.PI / 2)
                    .Phase(place.Wires[0], Math.PI, 1UL << place.Wires[1]).Swap(place.Wires[0], place.Wires[1]);
                break;
            case GateKind.PSWAP:
                builder.Phase(place.Wires[0], place.Angle(0)).Phase(place.Wires[1], place.Angle(0))
                    .Phase(place.Wires[0], -2 * place.Angle(0), 1UL << place.Wires[1]).Swap(place.Wires[0], place.Wires[1]);
                break;
            case GateKind.CPhaseShift00:
                builder.GlobalPhase(place.Angle(0)).Phase(place.Wires[0], -1 * place.Angle(0)).Phase(place.Wires[1], -1 * place.Angle(0))
                    .Phase(place.Wires[0], place.Angle(0), 1UL << place.Wires[1]);
                break;
            case GateKind.CPhaseShift01 or GateKind.CPhaseShift10:
                var one = place.Wires[kind == GateKind.CPhaseShift01 ? 1 : 0];
                builder.Phase(one, place.Angle(0)).Phase(place.Wires[0], -1 * place.Angle(0), 1UL << place.Wires[1]);
                break;
            default:
                AddForm(gate, place, form);
                break;
        }
    }

    /// <summary>U3 = P(φ)·RY(θ)·P(δ).</summary>
    private void Euler(in Place place, KernelAngle theta, KernelAngle phi, KernelAngle delta) => builder
        .Phase(place.Wires[0], delta, place.Controls, place.Values)
        .RotationY(place.Wires[0], theta, place.Controls, place.Values)
        .Phase(place.Wires[0], phi, place.Controls, place.Values);

    private void ControlledSwap(in Place place)
    {
        var (first, second) = (place.Wires[0], place.Wires[1]);
        builder.ControlledNot(second, first)
            .Single(second, Matrix2.PauliX, place.Controls | (1UL << first), place.Values | (1UL << first))
            .ControlledNot(second, first);
    }

    /// <summary>e^{iφ} where all controls fit: a phase on one of them, under the others.</summary>
    private void ControlledPhase(in Place place, KernelAngle angle)
    {
        if (place.Controls == 0)
        {
            builder.GlobalPhase(angle);
            return;
        }

        var one = BitOperations.TrailingZeroCount(place.Controls);
        var bit = 1UL << one;
        if ((place.Values & bit) != 0)
        {
            builder.Phase(one, angle, place.Controls & ~bit, place.Values & ~bit);
            return;
        }

        builder.Single(one, Matrix2.PauliX)
            .Phase(one, angle, place.Controls & ~bit, place.Values & ~bit)
            .Single(one, Matrix2.PauliX);
    }

    private void PauliRotation(string word, KernelAngle angle, in Place place)
    {
        var (flips, signs) = place.Masks(word);
        if ((flips | signs) == 0)
        {
            ControlledPhase(place, -0.5 * angle);
        }
        else if (place.Controls == 0)
        {
            builder.PauliRotation(flips, signs, angle);
        }
        else
        {
            ControlledRotation(flips, signs, angle, place);
        }
    }

    /// <summary>
    /// Turns the word into Z on one qubit by basis changes and a ladder of controlled NOTs, which need no controls themselves because they
    /// cancel where the rotation does not happen.
    /// </summary>
    private void ControlledRotation(ulong flips, ulong signs, KernelAngle angle, in Place place)
    {
        var all = flips | signs;
        var last = BitOperations.TrailingZeroCount(all);
        Basis(flips, signs, into: true);
        Ladder(all, last, ascending: true);
        builder.RotationZ(last, angle, place.Controls, place.Values);
        Ladder(all, last, ascending: false);
        Basis(flips, signs, into: false);
    }

    private void Basis(ulong flips, ulong signs, bool into)
    {
        for (var rest = flips; rest != 0; rest &= rest - 1)
        {
            var qubit = BitOperations.TrailingZeroCount(rest);
            if ((signs >> qubit & 1) == 0)
            {
                builder.Hadamard(qubit);
            }
            else
            {
                builder.RotationX(qubit, into ? Math.PI / 2 : -Math.PI / 2);
            }
        }
    }

    private void Ladder(ulong all, int last, bool ascending)
    {
        var others = new List<int>();
        for (var rest = all & ~(1UL << last); rest != 0; rest &= rest - 1)
        {
            others.Add(BitOperations.TrailingZeroCount(rest));
        }

        if (!ascending)
        {
            others.Reverse();
        }

        foreach (var qubit in others)
        {
            builder.ControlledNot(qubit, last);
        }
    }

    /// <summary>Any unitary, by the cheapest description it gives of itself.</summary>
    private void AddForm(Operation operation, in Place place, FormSource source)
    {
        var form = source(operation.Parameters.Count == 0 ? [] : Values(operation));
        var own = place.Under(form.ControlValues);
        int[] targets = [.. own.Wires.Take(form.TargetCount).Reverse()];
        switch (form.Kind)
        {
            case GateFormKind.Phase:
                ControlledPhase(own, form.Angle);
                return;
            case GateFormKind.Dense when form.TargetCount == 0:
                ControlledPhase(own, form.Matrix![0, 0].Phase);
                return;
            case GateFormKind.PauliRotation when operation.Parameters.Count == 0:
                PauliRotation(form.Word, form.Angle, own);
                return;
            case GateFormKind.Diagonal when form.TargetCount == 1 && operation.Parameters.Count == 0:
                ControlledPhase(own, form.Phases[0].Phase);
                builder.Phase(targets[0], (form.Phases[1] / form.Phases[0]).Phase, own.Controls, own.Values);
                return;
            case GateFormKind.Diagonal:
                builder.Diagonal(targets, form.Phases, own.Controls, own.Values);
                break;
            case GateFormKind.Permutation when form.TargetCount == 1:
                builder.Single(targets[0], new(0, form.Phases[1], form.Phases[0], 0), own.Controls, own.Values);
                break;
            case GateFormKind.Permutation:
                builder.Permutation(targets, form.Targets, form.Phases, own.Controls, own.Values);
                break;
            default:
                AddMatrix(targets, (form with { ControlValues = [] }).ToMatrix().Entries, own);
                break;
        }

        if (operation.Parameters.Count > 0)
        {
            builder.FromParameters(place.ParameterOffset, operation.Parameters.Count, parameters => Entries(source(parameters)));
        }
    }

    private void AddMatrix(int[] targets, Complex[] entries, in Place place)
    {
        if (targets.Length == 1)
        {
            builder.Single(targets[0], new(entries[0], entries[1], entries[2], entries[3]), place.Controls, place.Values);
        }
        else
        {
            builder.Dense(targets, entries, place.Controls, place.Values);
        }
    }

    private static Complex[] Entries(GateForm form) => form.Kind switch
    {
        GateFormKind.Diagonal => form.Phases,
        GateFormKind.Permutation when form.TargetCount == 1 => [0, form.Phases[1], form.Phases[0], 0],
        GateFormKind.Permutation => form.Phases,
        _ => (form with { ControlValues = [] }).ToMatrix().Entries,
    };

    private static FormSource Everywhere(Operation operation) =>
        parameters => operation.Form(parameters) ?? throw new InvalidOperationException($"{operation.Name} is not unitary.");

    private static double[] Values(Operation operation) => [.. operation.Parameters.Select(static parameter => parameter.Value)];

    private delegate GateForm FormSource(ReadOnlySpan<double> parameters);

    /// <summary>Where a gate acts: its remaining wires (first most significant in matrices), the controls, and its first parameter.</summary>
    private readonly record struct Place(int[] Wires, ulong Controls, ulong Values, int ParameterOffset)
    {
        public KernelAngle Angle(int index) => KernelAngle.Of(ParameterOffset + index);

        /// <summary>The first wires become controls.</summary>
        public Place Under(bool[] controlValues)
        {
            var (controls, values) = (Controls, Values);
            for (var i = 0; i < controlValues.Length; i++)
            {
                controls |= 1UL << Wires[i];
                values |= controlValues[i] ? 1UL << Wires[i] : 0;
            }

            return new(Wires[controlValues.Length..], controls, values, ParameterOffset);
        }

        public (ulong Flips, ulong Signs) Masks(string word)
        {
            var (flips, signs) = (0UL, 0UL);
            for (var i = 0; i < word.Length; i++)
            {
                flips |= word[i] is 'X' or 'Y' ? 1UL << Wires[i] : 0;
                signs |= word[i] is 'Z' or 'Y' ? 1UL << Wires[i] : 0;
            }

            return (flips, signs);
        }
    }
}
