using Covalent.Quantum.OpenQasm.Syntax;

namespace Covalent.Quantum.OpenQasm;

/// <summary>The gates a program may call: built in, from qelib1.inc, or defined in the text.</summary>
internal sealed class GateLibrary(string? fileName)
{
    /// <summary>A short text can define gates that double at every level; a real circuit stays far below.</summary>
    private const int MaximumOperations = 20_000_000;

    private const int MaximumNesting = 500;

    private readonly Dictionary<string, GateDefinition> definitions = new(StringComparer.Ordinal);

    // How many calls a defined gate comes to; definitions only use earlier ones.
    private readonly Dictionary<string, double> sizes = new(StringComparer.Ordinal);

    private bool hasQelib1;

    private int produced;

    public void Include(IncludeStatement include)
    {
        if (include.File != "qelib1.inc")
        {
            throw Error($"include \"{include.File}\" is not supported; only \"qelib1.inc\" is, and it is built in", include.Location);
        }

        hasQelib1 = true;
    }

    public void Define(GateDefinition definition)
    {
        if (definitions.ContainsKey(definition.Name) || StandardGates.BuiltIn.ContainsKey(definition.Name))
        {
            throw Error($"gate {definition.Name} is defined twice", definition.Location);
        }

        RefuseRepeats(definition, definition.Parameters, "parameter");
        RefuseRepeats(definition, definition.Qubits, "qubit");
        foreach (var call in (definition.Body ?? []).OfType<GateCall>())
        {
            CheckArity(call);
            foreach (var operand in call.Operands)
            {
                if (operand.Index is not null || !definition.Qubits.Contains(operand.Name))
                {
                    throw Error($"'{operand}' is not a qubit of gate {definition.Name}", operand.Location);
                }
            }
        }

        CheckNames(definition);
        definitions.Add(definition.Name, definition);
        sizes.Add(definition.Name, 1 + (definition.Body ?? []).OfType<GateCall>().Sum(Size));
    }

    /// <summary>Adds the operations that a call stands for.</summary>
    public void Add(CircuitBuilder q, GateCall call, double[] arguments, Wire[] wires)
    {
        if (produced + Size(call) > MaximumOperations)
        {
            throw Error($"the program expands to more than {MaximumOperations} gates", call.Location);
        }

        Add(q, call, arguments, wires, 0);
    }

    private void Add(CircuitBuilder q, GateCall call, double[] arguments, Wire[] wires, int depth)
    {
        CheckArity(call);
        RefuseRepeatedQubits(call, wires);
        produced++;
        if (depth > MaximumNesting)
        {
            throw Error($"gate definitions are nested more than {MaximumNesting} deep", call.Location);
        }

        if (!definitions.TryGetValue(call.Name, out var definition))
        {
            Standard(call.Name)!.Add(q, arguments, wires);
            return;
        }

        if (definition.Body is null)
        {
            throw Error($"gate {call.Name} is opaque: it has no definition that could be simulated", call.Location);
        }

        var values = definition.Parameters.Zip(arguments).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        var qubits = definition.Qubits.Zip(wires).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);
        var evaluator = new ExpressionEvaluator(fileName, values);
        foreach (var inner in definition.Body.OfType<GateCall>())
        {
            Add(q, inner, [.. inner.Arguments.Select(evaluator.Evaluate)], [.. inner.Operands.Select(operand => qubits[operand.Name])], depth + 1);
        }
    }

    private double Size(GateCall call) => sizes.GetValueOrDefault(call.Name, 1);

    private StandardGate? Standard(string name) =>
        StandardGates.BuiltIn.TryGetValue(name, out var gate) || (hasQelib1 && StandardGates.Qelib1.TryGetValue(name, out gate)) ? gate : null;

    private void CheckArity(GateCall call)
    {
        var (parameters, qubits) = definitions.TryGetValue(call.Name, out var definition)
            ? (definition.Parameters.Count, definition.Qubits.Count)
            : Standard(call.Name) is { } standard
                ? (standard.Parameters, standard.Qubits)
                : throw Unknown(call);
        if (call.Arguments.Count != parameters)
        {
            throw Error($"gate {call.Name} takes {parameters} parameter{(parameters == 1 ? "" : "s")}, but {call.Arguments.Count} were given", call.Location);
        }

        if (call.Operands.Count != qubits)
        {
            throw Error($"gate {call.Name} acts on {qubits} qubit{(qubits == 1 ? "" : "s")}, but {call.Operands.Count} were given", call.Location);
        }
    }

    private OpenQasmException Unknown(GateCall call) => StandardGates.Qelib1.ContainsKey(call.Name)
        ? Error($"gate {call.Name} is not defined; add include \"qelib1.inc\";", call.Location)
        : Error($"gate {call.Name} is not defined", call.Location);

    private void RefuseRepeatedQubits(GateCall call, Wire[] wires)
    {
        for (var i = 1; i < wires.Length; i++)
        {
            if (wires.AsSpan(0, i).Contains(wires[i]))
            {
                throw Error($"gate {call.Name} was given the qubit {call.Operands[i]} twice", call.Operands[i].Location);
            }
        }
    }

    private void RefuseRepeats(GateDefinition definition, IReadOnlyList<string> names, string what)
    {
        if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } repeated)
        {
            throw Error($"gate {definition.Name} names the {what} {repeated.Key} twice", definition.Location);
        }
    }

    /// <summary>Finds unknown names where the gate is defined, not where it is first called.</summary>
    private void CheckNames(GateDefinition definition)
    {
        foreach (var argument in (definition.Body ?? []).OfType<GateCall>().SelectMany(static call => call.Arguments))
        {
            Check(argument);
        }

        void Check(Expression expression)
        {
            switch (expression)
            {
                case NameExpression name when !definition.Parameters.Contains(name.Name) && name.Name is not ("pi" or "π"):
                    throw Error($"'{name.Name}' is not a parameter of gate {definition.Name}", name.Location);
                case UnaryExpression unary:
                    Check(unary.Operand);
                    break;
                case BinaryExpression binary:
                    Check(binary.Left);
                    Check(binary.Right);
                    break;
                case CallExpression call:
                    foreach (var argument in call.Arguments)
                    {
                        Check(argument);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private OpenQasmException Error(string message, SourceLocation at) => new($"{message}.", at.Line, at.Column, fileName);
}
