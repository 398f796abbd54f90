using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.OpenQasm;

public sealed class WriterTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(60, 12)];

    public static TheoryData<string> Corpus => References.Corpus.Programs;

    [Fact]
    public void Text_OfASmallCircuit_IsThisProgram()
    {
        var circuit = Circuit.Build(q =>
        {
            q.H("a");
            q.CNOT("a", "b");
            q.RX(-1.5e-7, "b");
            q.Adjoint(inner => inner.T("a"));
            q.Barrier("a", "b");
            var m = q.Measure("a", reset: true);
            q.If(m, then => then.PhaseShift(0.5, "b"));
            q.Measure("b");
        });

        Assert.Equal(
            """
            OPENQASM 2.0;
            include "qelib1.inc";
            qreg q[2];
            creg m0[1];
            creg c[1];
            h q[0];
            cx q[0],q[1];
            rx(-1.5E-07) q[1];
            tdg q[0];
            barrier q[0],q[1];
            measure q[0] -> m0[0];
            reset q[0];
            if(m0==1) u1(0.5) q[1];
            measure q[1] -> c[0];

            """.ReplaceLineEndings("\n"),
            circuit.ToOpenQasm());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RoundTrip_OfARandomCircuit_KeepsTheUnitaryWithItsPhase(int seed)
    {
        var operations = RandomCircuits.Operations(seed, 4, 25).Where(static operation => !operation.Name.Contains("SpecialUnitary", StringComparison.Ordinal) && !IsFractionalPower(operation));
        var circuit = new Circuit([new Gate(GateKind.Identity, [0, 1, 2, 3]), .. operations]);

        var back = QasmProgram.Parse(circuit.ToOpenQasm());

        Near.Equal(circuit.Unitary([0, 1, 2, 3]), back.Circuit.Unitary([0, 1, 2, 3]), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void RoundTrip_OfACorpusFile_KeepsRegistersAndOperations(string file)
    {
        var program = QasmProgram.Parse(References.Corpus.Read(file), file);

        var back = QasmProgram.Parse(program.ToOpenQasm(), file);

        Assert.Equal(program.QuantumRegisters, back.QuantumRegisters);
        Assert.Equal(program.ClassicalRegisters, back.ClassicalRegisters);
        Assert.Equal(program.Circuit.Operations.Count, back.Circuit.Operations.Count);
        Assert.All(program.Circuit.Operations.Zip(back.Circuit.Operations), static pair => Assert.Equal(pair.First.Wires, pair.Second.Wires));
    }

    [Fact]
    public void MeasureAll_AddsARegisterOfItsOwn()
    {
        var text = Circuit.Build(q => q.CNOT(0, 1)).ToOpenQasm(new() { MeasureAll = true });

        Assert.EndsWith("measure q -> meas;\n", text, StringComparison.Ordinal);
        Assert.Equal(2, QasmProgram.Parse(text).BitCount);
    }

    [Fact]
    public void Write_WhatHasNoForm_IsRefusedByName()
    {
        Assert.Contains("QubitUnitary", Assert.Throws<InvalidOperationException>(() => new Circuit([new QubitUnitary(new Gate(GateKind.ECR, [0, 1]).Matrix(), [0, 1])]).ToOpenQasm()).Message, StringComparison.Ordinal);
        Assert.Contains("BitFlip", Assert.Throws<InvalidOperationException>(() => Circuit.Build(q => q.BitFlip(0.1, 0)).ToOpenQasm()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Circuit.Build(q => q.RX(new[] { 0.1, 0.2 }, 0)).ToOpenQasm());
        Assert.Contains("condition", Assert.Throws<InvalidOperationException>(() => Circuit.Build(q => { var (a, b) = (q.Measure(0), q.Measure(1)); q.If(a & b, then => then.X(2)); }).ToOpenQasm()).Message, StringComparison.Ordinal);
    }

    private static bool IsFractionalPower(Operation operation) => operation switch
    {
        PowerOperation { Wires.Count: > 1 } power => power.Exponent != Math.Truncate(power.Exponent),
        DerivedOperation derived => IsFractionalPower(derived.Inner),
        _ => false,
    };
}
