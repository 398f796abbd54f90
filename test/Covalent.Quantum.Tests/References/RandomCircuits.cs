namespace Covalent.Quantum.Tests.References;

/// <summary>Circuits of every kind of unitary operation, the same for the same seed.</summary>
internal static class RandomCircuits
{
    public static List<Operation> Operations(int seed, int wires, int count)
    {
        var random = new Random(seed);
        var result = new List<Operation>();
        while (result.Count < count)
        {
            var operation = Operation(random, wires);
            if (operation.Wires.Count <= wires)
            {
                result.Add(Dress(random, operation, wires));
            }
        }

        return result;
    }

    public static Wires Pick(Random random, int wires, int count) => Wires.Create([.. Enumerable.Range(0, wires).OrderBy(_ => random.Next()).Take(count).Select(static i => new Wire(i))]);

    private static double Angle(Random random) => (random.NextDouble() * 8) - 4;

    private static Operation Operation(Random random, int wires)
    {
        var kinds = Enum.GetValues<GateKind>();
        switch (random.Next(8))
        {
            case 0:
                var length = random.Next(1, Math.Min(wires, 4) + 1);
                return new PauliRotation(Angle(random), string.Concat(Enumerable.Range(0, length).Select(_ => "IXYZ"[random.Next(4)])), Pick(random, wires, length));
            case 1:
                return new ProjectorPhase(Angle(random), random.Next(1, 4), Pick(random, wires, 2));
            case 2:
                return new SpecialUnitary([.. Enumerable.Range(0, 15).Select(_ => (Parameter)Angle(random))], Pick(random, wires, 2));
            default:
                var kind = kinds[random.Next(kinds.Length)];
                var description = Quantum.Gates.GateTable.Describe(kind);
                var size = description.Wires ?? random.Next(1, 4);
                return size > wires
                    ? new Gate(GateKind.Hadamard, 0)
                    : new Gate(kind, Pick(random, wires, size), [.. Enumerable.Range(0, description.Parameters).Select(_ => (Parameter)Angle(random))]);
        }
    }

    /// <summary>Now and then the adjoint, a power, or a controlled version.</summary>
    private static Operation Dress(Random random, Operation operation, int wires)
    {
        switch (random.Next(10))
        {
            case 0:
                return operation.Adjoint();
            case 1:
                return operation.Power(random.Next(-2, 4) / 2.0);
            case 2 when operation.Wires.Count < wires:
                var free = Enumerable.Range(0, wires).Select(static i => new Wire(i)).Where(wire => !operation.Wires.Contains(wire)).ToArray();
                Wire[] control = [.. free.Take(random.Next(1, Math.Min(free.Length, 2) + 1))];
                return operation.Controlled(Wires.Create(control), [.. control.Select(_ => random.Next(2) == 1)]);
            default:
                return operation;
        }
    }
}
