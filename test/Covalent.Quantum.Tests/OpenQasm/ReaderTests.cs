using System.Text;

namespace Covalent.Quantum.Tests.OpenQasm;

public sealed class ReaderTests
{
    private const string Header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n";

    public static TheoryData<string, string> Mistakes => new()
    {
        { "OPENQASM 3.0;\nqubit q;\n", ":1:10: this reader understands OpenQASM 2, but the text says version '3.0'" },
        { "OPENQASM 2.0;\nqreg q[1];\nh q[0];\n", ":3:1: gate h is not defined; add include" },
        { Header + "qreg q[1];\nfoo q[0];\n", ":4:1: gate foo is not defined" },
        { Header + "qreg q[2];\nx q[2];\n", ":4:3: q[2] does not exist; q has 2 elements" },
        { Header + "qreg q[2];\ncreg q[2];\n", ":4:6: register q is declared twice" },
        { Header + "qreg q[0];\n", ":3:6: register q has size 0" },
        { Header + "qreg q[2];\ncx q[1],q[1];\n", ":4:9: gate cx was given the qubit q[1] twice" },
        { Header + "qreg q[2];\ncx q,q;\n", ":4:6: gate cx was given the qubit q twice" },
        { Header + "qreg q[2];\nqreg r[3];\ncx q,r;\n", ":5:1: cx was called on registers of different sizes (2, 3)" },
        { Header + "qreg q[1];\ncx q[0];\n", ":4:1: gate cx acts on 2 qubits, but 1 were given" },
        { Header + "qreg q[1];\nrx(1,2) q[0];\n", ":4:1: gate rx takes 1 parameter, but 2 were given" },
        { Header + "qreg q[1];\nrx(1/0) q[0];\n", ":4:5: division by zero" },
        { Header + "qreg q[1];\nrx(ln(0)) q[0];\n", ":4:4: the value of this expression is" },
        { Header + "qreg q[1];\nrx(2*alpha) q[0];\n", ":4:6: 'alpha' is not known here" },
        { Header + "qreg q[1];\nrx(1e999) q[0];\n", ":4:4: the number 1e999 is out of range" },
        { Header + "qreg q[2];\ncreg c[3];\nmeasure q -> c;\n", ":5:1: q has 2 qubits, but c has 3 bits" },
        { Header + "qreg q[2];\nmeasure q -> q;\n", ":4:14: q is a quantum register; a classical one is needed here" },
        { Header + "qreg q[1];\nif(q==1) x q[0];\n", ":4:4: 'q' is not a classical register" },
        { Header + "qreg q[1];\ncreg c[1];\nif(c==0.5) x q[0];\n", ":5:7: a register can only equal a whole number" },
        { Header + "qreg q[1];\nx q[0]\n", ":5:1: expected ';', found end of text" },
        { Header + "qreg q[1];\nx q[0;\n", ":4:6: expected ']'" },
        { Header + "gate g a { h b; }\n", ":3:14: 'b' is not a qubit of gate g" },
        { Header + "gate g(t) a { rx(u) a; }\n", ":3:18: 'u' is not a parameter of gate g" },
        { Header + "gate g a,a { h a; }\n", ":3:6: gate g names the qubit a twice" },
        { Header + "gate g a { h a; }\ngate g a { x a; }\n", ":4:6: gate g is defined twice" },
        { Header + "gate g a { measure a -> a; }\n", ":3:12: a gate's body may contain only gates and barriers" },
        { Header + "gate g a { h a;\n", ":3:6: the body of gate g is not closed" },
        { Header + "opaque o a;\nqreg q[1];\no q[0];\n", ":5:1: gate o is opaque" },
        { "include \"qelib1.inc\";\nOPENQASM 2.0;\n", ":2:1: the version line must come first" },
        { "OPENQASM 2.0;\ninclude \"../secret.inc\";\n", ":2:1: include \"../secret.inc\" is not supported" },
        { "OPENQASM 2.0;\ninclude \"qelib1.inc;\n", ":2:9: the quoted text is not closed" },
        { Header + "qreg q[1];\n/* never closed", ":4:1: the comment is not closed" },
        { Header + "qreg q[1];\nx q[0]; #\n", ":4:9: unexpected character '#'" },
        { Header + "qreg q[1];\nrx(2pi) q[0];\n", ":4:4: '2p' is neither a number nor a name" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Parse_Mistake_IsReportedWithItsPlace(string source, string message)
    {
        var error = Assert.Throws<OpenQasmException>(() => QasmProgram.Parse(source, "file.qasm"));

        Assert.StartsWith("file.qasm" + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ManyRegisters_ConcatenatesThem()
    {
        var program = QasmProgram.Parse(Header + "qreg a[2];\ncreg x[3];\nqreg b[1];\ncreg y[1];\nx b[0];\nmeasure b[0] -> y[0];\nmeasure a[1] -> x[2];\n");

        Assert.Equal([new("a", 0, 2), new("b", 2, 1)], program.QuantumRegisters);
        Assert.Equal([2, 2, 1], program.Circuit.Operations.Select(static operation => operation.Wires[0]));
        Assert.Equal([3, 2], program.Circuit.Operations.OfType<MidCircuitMeasurement>().Select(static measurement => measurement.Bit));
    }

    [Fact]
    public void Parse_UserGateNamedLikeAStandardOne_Wins()
    {
        var program = QasmProgram.Parse(Header + "gate rzz(t) a,b { cx a,b; u1(t) b; cx a,b; }\nqreg q[2];\nrzz(0.3) q[0],q[1];\n");

        Assert.Equal(["CNOT", "U1", "CNOT"], program.Circuit.Operations.Select(static operation => operation.Name));
    }

    [Theory]
    [InlineData("1+2*3^2", 19)]
    [InlineData("-2^2", -4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("2^3^2", 512)]
    [InlineData("(1-2)-3", -4)]
    [InlineData("8/4/2", 1)]
    [InlineData("sqrt(2)*cos(0)-ln(exp(.5))+tan(0)", 0.91421356237309515)]
    [InlineData("--pi", Math.PI)]
    public void Expression_OfOperators_HasItsUsualValue(string expression, double value) =>
        Assert.Equal(value, QasmProgram.Parse($"{Header}qreg q[1];\nrx({expression}) q[0];\n").Circuit.ParameterValues[0], 12);

    [Fact]
    public void Register_OfMoreThan64Bits_ComparesAndPrintsAllOfThem()
    {
        var source = Header + "qreg q[70];\ncreg c[70];\nx q[69];\nmeasure q -> c;\n";

        var distribution = (OutcomeDistribution)new Device("default.qubit").Execute(QasmProgram.Parse(source).WithDistribution()).Get(0);
        var counts = (IReadOnlyDictionary<string, int>)new Device("default.qubit", shots: 5).Execute(QasmProgram.Parse(source).WithCounts()).Get(0);

        var expected = "1" + new string('0', 69);
        Assert.Equal(expected, Assert.Single(distribution.Outcomes).Key);
        Assert.Equal(expected, Assert.Single(counts).Key);
    }

    [Fact]
    public void Parse_DefinitionsThatDoubleAtEveryLevel_AreStopped()
    {
        var source = new StringBuilder(Header + "gate g0 a { x a; x a; }\n");
        for (var level = 1; level < 40; level++)
        {
            source.Append($"gate g{level} a {{ g{level - 1} a; g{level - 1} a; }}\n");
        }

        var text = source.Append("qreg q[1];\ng39 q[0];\n").ToString();

        Assert.Contains("expands to more than", Assert.Throws<OpenQasmException>(() => QasmProgram.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefusedInsteadOfOverflowing()
    {
        var parentheses = Header + "qreg q[1];\nrx(" + new string('(', 100_000) + "1" + new string(')', 100_000) + ") q[0];\n";
        var signs = Header + "qreg q[1];\nrx(" + new string('-', 100_000) + "1) q[0];\n";
        var powers = Header + "qreg q[1];\nrx(" + string.Concat(Enumerable.Repeat("1^", 100_000)) + "1) q[0];\n";

        var sum = Header + "qreg q[1];\nrx(" + string.Concat(Enumerable.Repeat("1+", 100_000)) + "1) q[0];\n";

        Assert.Contains("in a row", Assert.Throws<OpenQasmException>(() => QasmProgram.Parse(sum)).Message, StringComparison.Ordinal);
        Assert.All([parentheses, signs, powers], source => Assert.Contains("nested", Assert.Throws<OpenQasmException>(() => QasmProgram.Parse(source)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_AnyDamagedText_ThrowsOnlyItsOwnException()
    {
        var random = new Random(11);
        const string Valid = Header + "gate my(al) x,y { rx(al/2) x; cx x,y; barrier x,y; }\nqreg q[3];\ncreg c[3];\nh q;\nmy(sqrt(2)*0.3) q[0],q[1];\nreset q[1];\nmeasure q -> c;\nif(c==3) u2(0,-pi) q[2];\n";
        const string Alphabet = "qcxh0123456789()[]{};,->=+*/^.\"\n# \u00e9";
        for (var round = 0; round < 3000; round++)
        {
            var text = new StringBuilder(Valid);
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)),
                    1 => text.Insert(at, Alphabet[random.Next(Alphabet.Length)]),
                    _ => text.Insert(at, Valid.AsSpan(random.Next(Valid.Length / 2), random.Next(1, 20))),
                };
            }

            var failure = Record.Exception(() => QasmProgram.Parse(text.ToString()));
            Assert.True(failure is null or OpenQasmException, $"{failure}\n{text}");
        }
    }
}
