namespace Covalent.Quantum.OpenQasm.Syntax;

/// <summary>Reads the statements of an OpenQASM 2 program.</summary>
internal sealed class Version2Parser(Lexer lexer, string? fileName) : TokenReader(lexer, fileName)
{
    /// <summary>The statements, read one by one; the version line, which some files leave out, must name version 2.</summary>
    public IEnumerable<Statement> Parse()
    {
        if (Current.Is("OPENQASM"))
        {
            _ = Take();
            var version = Take();
            if (version.Text is not ("2.0" or "2"))
            {
                throw Error($"this reader understands OpenQASM 2, but the text says version {version}", version.Location);
            }

            _ = Expect(";");
        }

        while (!AtEnd)
        {
            yield return Statement();
        }
    }

    private Statement Statement() => Current.Text switch
    {
        "include" => Include(),
        "qreg" or "creg" => Register(),
        "gate" or "opaque" => Definition(),
        "if" => If(),
        "OPENQASM" => throw Error("the version line must come first", Current.Location),
        _ => Operation(),
    };

    private IncludeStatement Include()
    {
        var start = Take();
        var file = Take();
        if (file.Kind != TokenKind.Text)
        {
            throw Error($"expected a file name in quotes after include, found {file}", file.Location);
        }

        _ = Expect(";");
        return new(file.Text, start.Location);
    }

    private RegisterDeclaration Register()
    {
        var keyword = Take();
        var name = ExpectName("the register's name");
        _ = Expect("[");
        var size = Expression();
        _ = Expect("]");
        _ = Expect(";");
        return new(name.Text, keyword.Text == "qreg", size, name.Location);
    }

    private GateDefinition Definition()
    {
        var isOpaque = Take().Text == "opaque";
        var name = ExpectName("the gate's name");
        IReadOnlyList<string> parameters = [];
        if (TakeIf("("))
        {
            parameters = Current.Is(")") ? [] : List(() => ExpectName("a parameter").Text);
            _ = Expect(")");
        }

        var qubits = List(() => ExpectName("a qubit").Text);
        if (isOpaque)
        {
            _ = Expect(";");
            return new(name.Text, parameters, qubits, null, name.Location);
        }

        _ = Expect("{");
        var body = new List<Statement>();
        while (!TakeIf("}"))
        {
            body.Add(AtEnd ? throw Error($"the body of gate {name.Text} is not closed", name.Location) : BodyStatement());
        }

        return new(name.Text, parameters, qubits, body, name.Location);
    }

    private Statement BodyStatement() => Operation() switch
    {
        var call and (GateCall or BarrierStatement) => call,
        var other => throw Error("a gate's body may contain only gates and barriers", other.Location),
    };

    private IfStatement If()
    {
        var start = Take();
        _ = Expect("(");
        var register = ExpectName("a classical register");
        var equals = Expect("==");
        var number = Expression();
        _ = Expect(")");
        return new(new BinaryExpression("==", new NameExpression(register.Text, register.Location), number, equals.Location), [Operation()], [], start.Location);
    }

    private Statement Operation()
    {
        var name = ExpectName("a statement");
        Statement statement = name.Text switch
        {
            "measure" => Measure(name),
            "reset" => new ResetStatement(Operand(), name.Location),
            "barrier" => new BarrierStatement(Current.Is(";") ? [] : List(Operand), name.Location),
            _ => Call(name),
        };
        _ = Expect(";");
        return statement;
    }

    private MeasureStatement Measure(Token keyword)
    {
        var source = Operand();
        _ = Expect("->");
        return new(source, Operand(), keyword.Location);
    }

    private GateCall Call(Token name)
    {
        IReadOnlyList<Expression> arguments = [];
        if (TakeIf("("))
        {
            arguments = Current.Is(")") ? [] : List(Expression);
            _ = Expect(")");
        }

        return new(name.Text, [], arguments, List(Operand), name.Location);
    }
}
