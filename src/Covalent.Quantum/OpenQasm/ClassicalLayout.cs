namespace Covalent.Quantum.OpenQasm;

/// <summary>Classical registers for a circuit's bits. A condition of OpenQASM 2 compares a whole register, so conditions decide the registers.</summary>
internal sealed class ClassicalLayout
{
    private readonly List<(string Name, int[] Bits)> registers = [];

    private ClassicalLayout()
    {
    }

    public static ClassicalLayout Of(IReadOnlyList<QasmRegister> registers)
    {
        var layout = new ClassicalLayout();
        layout.registers.AddRange(registers.Select(static register => (register.Name, Enumerable.Range(register.Offset, register.Size).ToArray())));
        return layout;
    }

    public static ClassicalLayout Of(Circuit circuit)
    {
        var layout = new ClassicalLayout();
        var taken = new HashSet<int>();
        foreach (var conditional in circuit.Operations.OfType<ConditionalOperation>())
        {
            var (bits, _) = Comparison(conditional);
            if (layout.registers.Exists(register => register.Bits.AsSpan().SequenceEqual(bits)))
            {
                continue;
            }

            if (bits.Any(taken.Contains))
            {
                throw Refuse(conditional, "it shares bits with another condition");
            }

            taken.UnionWith(bits);
            layout.registers.Add(($"m{bits[0]}", bits));
        }

        int[] rest = [.. circuit.Operations.Select(Inner).OfType<MidCircuitMeasurement>().Select(static m => m.Bit).Distinct().Order().Where(bit => !taken.Contains(bit))];
        if (rest.Length > 0)
        {
            layout.registers.Add(("c", rest));
        }

        return layout;
    }

    public string Declarations() => string.Concat(registers.Select(static register => $"creg {register.Name}[{register.Bits.Length}];\n"));

    public string Name(int bit)
    {
        var (name, bits) = registers.Find(register => register.Bits.Contains(bit));
        return $"{name}[{Array.IndexOf(bits, bit)}]";
    }

    /// <summary>The prefix <c>if(register==number)</c>.</summary>
    public string Condition(ConditionalOperation conditional)
    {
        var (bits, number) = Comparison(conditional);
        var register = registers.Find(candidate => candidate.Bits.AsSpan().SequenceEqual(bits));
        return register.Name is null ? throw Refuse(conditional, "it compares part of a register") : $"if({register.Name}=={number}) ";
    }

    private static (int[] Bits, ulong Number) Comparison(ConditionalOperation conditional) => conditional.Condition switch
    {
        RegisterValue register => (register.Register, register.Number),
        BitValue bit => ([bit.Index], 1),
        BinaryValue { Operator: "==", Left: BitValue bit, Right: ConstantValue { Value: 0 or 1 } constant } => ([bit.Index], (ulong)constant.Value),
        _ => throw Refuse(conditional, "only the comparison of a register with a number can be written"),
    };

    private static Operation Inner(Operation operation) => operation is ConditionalOperation conditional ? conditional.Inner : operation;

    private static InvalidOperationException Refuse(ConditionalOperation conditional, string reason) =>
        new($"The condition {conditional.Condition} cannot be written as OpenQASM 2: {reason}.");
}
