namespace Covalent.Quantum.Tests.Circuits;

public sealed class WireTests
{
    [Fact]
    public void Wire_NumberAndText_AreDifferentWires()
    {
        Assert.NotEqual<Wire>(0, "0");
        Assert.Equal<Wire>("a", "a");
    }

    [Fact]
    public void Wires_NamedTwice_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Gate(GateKind.CNOT, [1, 1]));

        Assert.Contains("Wire 1 is named twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_GateWiresAreTheFirstNumbers_KeepsTheNumbers()
    {
        var circuit = Circuit.Build(q =>
        {
            q.H(1);
            q.X(0);
            q.Expval(Observable.Z(2));
        });

        Assert.Equal([0, 1, 2], circuit.Wires);
    }

    [Fact]
    public void Order_GateWiresAreOthers_FollowsFirstAppearanceThenMeasuredThenWorkWires()
    {
        var circuit = Circuit.Build(q =>
        {
            q.H("b");
            q.MultiControlledX(["a", 7], "c", workWires: "work");
            q.Probs(3, "b");
        });

        Assert.Equal(["b", "a", 7, "c", 3, "work"], circuit.Wires);
    }

    [Fact]
    public void Probs_LabelledWires_FollowFirstAppearance()
    {
        var circuit = Circuit.Build(q =>
        {
            q.X("second");
            q.Identity("first");
            q.Probs();
        });

        Assert.Equal([0, 0, 1, 0], (double[])new Device("default.qubit").Execute(circuit).Get(0));
    }

    [Fact]
    public void Probs_WiresListedBackwards_PermutesTheBits()
    {
        var circuit = Circuit.Build(q =>
        {
            q.X(0);
            q.Identity(1, 2);
            q.Probs(2, 0);
        });

        Assert.Equal([0, 1, 0, 0], (double[])new Device("default.qubit").Execute(circuit).Get(0));
    }
}
