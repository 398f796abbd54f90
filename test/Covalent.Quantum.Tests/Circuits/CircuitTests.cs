using System.Numerics;
using Covalent.Quantum.Tests.References;
using static Covalent.Quantum.Observable;

namespace Covalent.Quantum.Tests.Circuits;

public sealed class CircuitTests
{
    [Fact]
    public void Equality_SameContent_IsEqualWithEqualHash()
    {
        var (first, second) = (Bell(0.3), Bell(0.3));

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotSame(first, second);
    }

    [Fact]
    public void Equality_AnyDifference_IsNotEqual()
    {
        Circuit[] others =
        [
            Bell(0.4),
            Bell(0.3).WithShots(10),
            Bell(0.3).WithMeasurements(Measurement.Expval(Z(0))),
            Bell(0.3).OnWires(new Dictionary<Wire, Wire> { [0] = 5 }),
            new(Bell(0.3).Operations.Skip(1), Bell(0.3).Measurements),
        ];

        Assert.All(others, other => Assert.NotEqual(Bell(0.3), other));
    }

    [Fact]
    public void Equality_BoundToTheSameNumbers_EqualsTheFreshCircuit()
    {
        Circuit With(double angle) => Circuit.Build(q => q.RX(Parameters.Inputs([angle])[0], 0));

        Assert.Equal(With(0.5), With(0.1).Bind(0.5));
    }

    [Fact]
    public void SharingPlansOf_SameShape_SharesTheStructureAndKeepsTheNumbers()
    {
        var (first, second) = (Bell(0.3), Bell(0.9));

        var shared = second.SharingPlansOf(first);

        Assert.Same(first.Structure, shared.Structure);
        Assert.Equal(second, shared);
        Assert.Equal(new Device("default.qubit").Execute(second).Get(0), new Device("default.qubit").Execute(shared).Get(0));
        Assert.Equal(second, shared.Bind());
    }

    [Fact]
    public void SharingPlansOf_AnyOtherShape_StaysItself()
    {
        Circuit One(Action<CircuitBuilder> add) => Circuit.Build(q => { q.RX(0.1, 0); add(q); });
        (Circuit, Circuit)[] pairs =
        [
            (One(q => q.RX(0.2, 0)), One(q => q.RY(0.2, 0))),
            (One(q => q.RX(0.2, 0)), One(q => q.RX(0.2, 1))),
            (One(q => q.PauliRot(0.2, "X", 0)), One(q => q.PauliRot(0.2, "Y", 0))),
            (One(q => q.PCPhase(0.2, 1, 0)), One(q => q.PCPhase(0.2, 2, 0))),
            (One(q => q.Control(inner => inner.RX(1, 0), [1, 2])), One(q => q.Control(inner => inner.RX(1, 0), [1, 2], [true, false]))),
            (One(q => q.PauliError("X", 0.1, 0)), One(q => q.PauliError("Y", 0.1, 0))),
            (One(q => q.Expval(Z(0))), One(q => q.Expval(X(0)))),
            (One(q => q.BasisState([1], 1)), One(q => q.BasisState([0], 1))),
        ];
        Assert.All(pairs, static pair => Assert.Same(pair.Item1.Structure, pair.Item1.SharingPlansOf(pair.Item2).Structure));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Adjoint_AfterARandomCircuit_IsTheIdentity(int seed)
    {
        var circuit = new Circuit(RandomCircuits.Operations(seed, 4, 30));

        var both = new Circuit([.. circuit.Operations, .. circuit.Adjoint().Operations]);

        Near.Equal(Identity(16), both.Unitary([0, 1, 2, 3]), 1e-9);
    }

    [Fact]
    public void Unitary_OtherWireOrder_PermutesTheIndices()
    {
        var circuit = Circuit.Build(q => q.CNOT(0, 1));

        Near.Equal(new Gate(GateKind.CNOT, [0, 1]).Matrix(), circuit.Unitary());
        Assert.Equal(Complex.One, circuit.Unitary([1, 0])[3, 1]);
    }

    [Fact]
    public void Unitary_CircuitWithAMeasurementInside_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Circuit.Build(q => q.Measure(0)).Unitary());

    [Fact]
    public void Preparation_AfterAGateOnItsWire_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Circuit.Build(q =>
        {
            q.H(0);
            q.BasisState([1], 0);
        }));

        Assert.Contains("only at the start", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Specs_OfACircuit_CountWhatIsThere()
    {
        var specs = Circuit.Build(q =>
        {
            q.H(0);
            q.CNOT(0, 1);
            q.Adjoint(inner => inner.T(1));
            q.RX(Parameters.Inputs([0.1])[0], 2);
            q.Barrier();
            q.Toffoli(0, 1, 2);
            q.Expval((0.5 * Z(0)) + (2 * (X(0) * X(1))));
        }).Specs();

        Assert.Equal((3, 5, 4, 1, 1, 2), (specs.Wires, specs.Gates, specs.Depth, specs.TCount, specs.TrainableParameters, specs.Observables));
        Assert.Equal(new Dictionary<int, int> { [1] = 3, [2] = 1, [3] = 1 }, specs.GateSizes);
        Assert.Equal(1, specs.GateTypes["Adjoint(T)"]);
    }

    private static Circuit Bell(double angle) => Circuit.Build(q =>
    {
        q.RX(angle, 0);
        q.CNOT(0, 1);
        q.Expval(Z(0) * Z(1));
    });

    private static Complex[,] Identity(int size)
    {
        var matrix = new Complex[size, size];
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = 1;
        }

        return matrix;
    }
}
