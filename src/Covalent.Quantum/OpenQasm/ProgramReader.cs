using Covalent.Quantum.OpenQasm.Syntax;

namespace Covalent.Quantum.OpenQasm;

/// <summary>Turns the statements of a program into a circuit.</summary>
internal sealed class ProgramReader(string? fileName)
{
    private const int MaximumRegister = 1_000_000;

    private readonly CircuitBuilder builder = new();

    private readonly ExpressionEvaluator constants = new(fileName, null);

    private readonly Dictionary<string, (QasmRegister Register, bool IsQuantum)> registers = new(StringComparer.Ordinal);

    private readonly GateLibrary gates = new(fileName);

    private readonly List<QasmRegister> quantum = [];

    private readonly List<QasmRegister> classical = [];

    public QasmProgram Read(IEnumerable<Statement> statements)
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
                Add(builder, statement);
                break;
        }
    }

    private void ReadConditional(IfStatement conditional)
    {
        var condition = Condition((BinaryExpression)conditional.Condition);
        var inner = new CircuitBuilder();
        foreach (var statement in conditional.Then)
        {
            Add(inner, statement);
        }

        foreach (var operation in inner.Recorded)
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

        var number = constants.Evaluate(comparison.Right);
        return number is >= 0 and < 18446744073709551616.0 && number == Math.Floor(number)
            ? ClassicalValue.RegisterEquals([.. Enumerable.Range(found.Register.Offset, found.Register.Size)], (ulong)number)
            : throw Error($"a register can only equal a whole number, not {number}", comparison.Right.Location);
    }

    private void Declare(RegisterDeclaration declaration)
    {
        var list = declaration.IsQuantum ? quantum : classical;
        var size = constants.Evaluate(declaration.Size!);
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

    private void Add(CircuitBuilder target, Statement statement)
    {
        switch (statement)
        {
            case GateCall call:
                Broadcast(target, call);
                break;
            case MeasureStatement measure:
                AddMeasurements(target, measure);
                break;
            case ResetStatement reset:
                foreach (var qubit in Elements(reset.Target, isQuantum: true))
                {
                    target.Apply(new ResetOperation(qubit));
                }

                break;
            case BarrierStatement barrier:
                target.Apply(Barrier(barrier));
                break;
            default:
                throw Error("this statement cannot stand here", statement.Location);
        }
    }

    private void AddMeasurements(CircuitBuilder target, MeasureStatement measure)
    {
        var (qubits, bits) = (Elements(measure.Source, isQuantum: true), Elements(measure.Target, isQuantum: false));
        if (qubits.Length != bits.Length)
        {
            throw Error($"{measure.Source} has {qubits.Length} qubits, but {measure.Target} has {bits.Length} bits", measure.Location);
        }

        for (var i = 0; i < qubits.Length; i++)
        {
            target.Apply(new MidCircuitMeasurement(qubits[i], bits[i]));
        }
    }

    private Marker Barrier(BarrierStatement barrier)
    {
        var qubits = barrier.Operands.SelectMany(operand => Elements(operand, isQuantum: true)).Distinct();
        return new(MarkerKind.Barrier, Wires.Create([.. qubits.Select(static qubit => new Wire(qubit))]));
    }

    /// <summary>A call on whole registers stands for one call per element.</summary>
    private void Broadcast(CircuitBuilder target, GateCall call)
    {
        var arguments = new double[call.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = constants.Evaluate(call.Arguments[i]);
        }

        var wires = new Wire[call.Operands.Count];
        int? count = null;
        foreach (var operand in call.Operands)
        {
            var register = Register(operand, isQuantum: true);
            if (operand.Index is null && count is { } size && size != register.Size)
            {
                throw Error($"{call.Name} was called on registers of different sizes ({size}, {register.Size})", call.Location);
            }

            count ??= operand.Index is null ? register.Size : null;
        }

        for (var i = 0; i < (count ?? 1); i++)
        {
            for (var k = 0; k < wires.Length; k++)
            {
                var operand = call.Operands[k];
                wires[k] = operand.Index is null ? Register(operand, isQuantum: true).Offset + i : Element(operand, isQuantum: true);
            }

            gates.Add(target, call, arguments, wires);
        }
    }

    private int Element(Operand operand, bool isQuantum)
    {
        var register = Register(operand, isQuantum);
        var index = constants.Evaluate(operand.Index!);
        return index == Math.Floor(index) && index >= 0 && index < register.Size
            ? register.Offset + (int)index
            : throw Error($"{operand.Name}[{index}] does not exist; {operand.Name} has {register.Size} elements, from 0", operand.Location);
    }

    private QasmRegister Register(Operand operand, bool isQuantum)
    {
        if (!registers.TryGetValue(operand.Name, out var found))
        {
            throw Error($"register {operand.Name} is not declared", operand.Location);
        }

        return found.IsQuantum == isQuantum
            ? found.Register
            : throw Error($"{operand.Name} is a {(found.IsQuantum ? "quantum" : "classical")} register; a {(isQuantum ? "quantum" : "classical")} one is needed here", operand.Location);
    }

    /// <summary>The wires or bits that an operand names.</summary>
    private int[] Elements(Operand operand, bool isQuantum)
    {
        if (operand.Index is not null)
        {
            return [Element(operand, isQuantum)];
        }

        var register = Register(operand, isQuantum);
        return [.. Enumerable.Range(register.Offset, register.Size)];
    }

    private OpenQasmException Error(string message, SourceLocation at) => new($"{message}.", at.Line, at.Column, fileName);
}
