using Covalent.Quantum.OpenQasm.Syntax;

namespace Covalent.Quantum.OpenQasm;

/// <summary>Turns the statements of a program into a circuit.</summary>
internal sealed class ProgramReader(string? fileName)
{
    private const int MaximumRegister = 1_000_000;

    private readonly CircuitBuilder builder = new();

    private readonly Dictionary<string, (QasmRegister Register, bool IsQuantum)> registers = new(StringComparer.Ordinal);

    private readonly GateLibrary gates = new(fileName);

    private readonly List<QasmRegister> quantum = [];

    private readonly List<QasmRegister> classical = [];

    public QasmProgram Read(IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements)
        {
            Read(statement);
        }

        return new(builder.ToCircuit().Operations, quantum, classical);
    }

    private void Read(Statement statement)
    {
        switch (statement)
        {
            case IncludeStatement include:
                gates.Include(include);
                break;
            case RegisterDeclaration declaration:
                Declare(declaration);
                break;
            case GateDefinition definition:
                gates.Define(definition);
                break;
            case IfStatement conditional:
                ReadConditional(conditional);
                break;
            default:
                foreach (var operation in Operations(statement))
                {
                    builder.Apply(operation);
                }

                break;
        }
    }

    private void ReadConditional(IfStatement conditional)
    {
        var condition = Condition((BinaryExpression)conditional.Condition);
        foreach (var operation in conditional.Then.SelectMany(Operations))
        {
            builder.Apply(operation is Marker ? operation : new ConditionalOperation(condition, operation));
        }
    }

    private ClassicalValue Condition(BinaryExpression comparison)
    {
        var name = (NameExpression)comparison.Left;
        if (!registers.TryGetValue(name.Name, out var found) || found.IsQuantum)
        {
            throw Error($"'{name.Name}' is not a classical register, so it cannot be compared", name.Location);
        }

        var number = new ExpressionEvaluator(fileName, null).Evaluate(comparison.Right);
        return number is >= 0 and < 18446744073709551616.0 && number == Math.Floor(number)
            ? ClassicalValue.RegisterEquals([.. Enumerable.Range(found.Register.Offset, found.Register.Size)], (ulong)number)
            : throw Error($"a register can only equal a whole number, not {number}", comparison.Right.Location);
    }

    private void Declare(RegisterDeclaration declaration)
    {
        var list = declaration.IsQuantum ? quantum : classical;
        var size = new ExpressionEvaluator(fileName, null).Evaluate(declaration.Size!);
        var offset = list.Sum(static register => register.Size);
        if (size != Math.Floor(size) || size < 1 || size + offset > MaximumRegister)
        {
            throw Error($"register {declaration.Name} has size {size}; sizes are whole numbers from 1 to {MaximumRegister} in all", declaration.Location);
        }

        var register = new QasmRegister(declaration.Name, offset, (int)size);
        if (!registers.TryAdd(declaration.Name, (register, declaration.IsQuantum)))
        {
            throw Error($"register {declaration.Name} is declared twice", declaration.Location);
        }

        list.Add(register);
    }

    private IEnumerable<Operation> Operations(Statement statement) => statement switch
    {
        MeasureStatement measure => Measurements(measure),
        ResetStatement reset => Elements(reset.Target, isQuantum: true).Select(static qubit => new ResetOperation(qubit)),
        BarrierStatement barrier => [Barrier(barrier)],
        GateCall call => Broadcast(call),
        _ => throw Error("this statement cannot stand here", statement.Location),
    };

    private IEnumerable<Operation> Measurements(MeasureStatement measure)
    {
        var (qubits, bits) = (Elements(measure.Source, isQuantum: true), Elements(measure.Target, isQuantum: false));
        return qubits.Count == bits.Count
            ? qubits.Zip(bits, static (qubit, bit) => new MidCircuitMeasurement(qubit, bit))
            : throw Error($"{measure.Source} has {qubits.Count} qubits, but {measure.Target} has {bits.Count} bits", measure.Location);
    }

    private Marker Barrier(BarrierStatement barrier)
    {
        var qubits = barrier.Operands.SelectMany(operand => Elements(operand, isQuantum: true)).Distinct();
        return new(MarkerKind.Barrier, Wires.Create([.. qubits.Select(static qubit => new Wire(qubit))]));
    }

    /// <summary>A call on whole registers stands for one call per element.</summary>
    private IEnumerable<Operation> Broadcast(GateCall call)
    {
        var operands = call.Operands.Select(operand => (IsRegister: operand.Index is null, Qubits: Elements(operand, isQuantum: true))).ToArray();
        var sizes = operands.Where(static operand => operand.IsRegister).Select(static operand => operand.Qubits.Count).Distinct().ToArray();
        if (sizes.Length > 1)
        {
            throw Error($"{call.Name} was called on registers of different sizes ({string.Join(", ", sizes)})", call.Location);
        }

        var arguments = call.Arguments.Select(new ExpressionEvaluator(fileName, null).Evaluate).ToArray();
        for (var i = 0; i < (sizes.Length == 0 ? 1 : sizes[0]); i++)
        {
            Wire[] wires = [.. operands.Select(operand => new Wire(operand.Qubits[operand.IsRegister ? i : 0]))];
            foreach (var operation in gates.Expand(call, arguments, wires))
            {
                yield return operation;
            }
        }
    }

    /// <summary>The wires or bits that an operand names.</summary>
    private IReadOnlyList<int> Elements(Operand operand, bool isQuantum)
    {
        if (!registers.TryGetValue(operand.Name, out var found))
        {
            throw Error($"register {operand.Name} is not declared", operand.Location);
        }

        if (found.IsQuantum != isQuantum)
        {
            throw Error($"{operand.Name} is a {(found.IsQuantum ? "quantum" : "classical")} register; a {(isQuantum ? "quantum" : "classical")} one is needed here", operand.Location);
        }

        if (operand.Index is null)
        {
            return [.. Enumerable.Range(found.Register.Offset, found.Register.Size)];
        }

        var index = new ExpressionEvaluator(fileName, null).Evaluate(operand.Index);
        return index == Math.Floor(index) && index >= 0 && index < found.Register.Size
            ? [found.Register.Offset + (int)index]
            : throw Error($"{operand.Name}[{index}] does not exist; {operand.Name} has {found.Register.Size} elements, from 0", operand.Location);
    }

    private OpenQasmException Error(string message, SourceLocation at) => new($"{message}.", at.Line, at.Column, fileName);
}
