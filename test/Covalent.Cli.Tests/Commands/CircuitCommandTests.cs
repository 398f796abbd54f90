using System.Text.Json;

namespace Covalent.Cli.Tests.Commands;

public sealed class CircuitCommandTests
{
    private const string Header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n";

    private const string Bell = Header + "qreg q[2];\ncreg c[2];\nh q[0];\ncx q[0],q[1];\nmeasure q -> c;\n";

    /// <summary>Bit order, two classical registers, and a bit that is never measured.</summary>
    private const string TwoRegisters = Header + "qreg q[3];\ncreg a[2];\ncreg b[2];\nx q[0];\nry(0.8) q[2];\nmeasure q[0] -> a[1];\nmeasure q[2] -> b[0];\n";

    [Theory]
    [InlineData("lightning.qubit")]
    [InlineData("default.qubit")]
    [InlineData("default.mixed")]
    public async Task Run_Json_PrintsProbabilitiesHighestBitFirst(string device)
    {
        var run = await CommandRun.Of(TwoRegisters, "circuit", "run", "-", "--json", "--device", device);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(["qubits", "clbits", "seconds", "probabilities", "truncated"], json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal((3, 4), (json.GetProperty("qubits").GetInt32(), json.GetProperty("clbits").GetInt32()));
        Assert.True(json.GetProperty("seconds").GetDouble() >= 0);
        Assert.False(json.GetProperty("truncated").GetBoolean());
        var probabilities = json.GetProperty("probabilities").EnumerateObject().ToDictionary(static entry => entry.Name, static entry => entry.Value.GetDouble());
        Assert.Equal(["0010", "0110"], probabilities.Keys.Order());
        Assert.Equal(Math.Pow(Math.Sin(0.4), 2), probabilities["0110"], 10);
    }

    [Fact]
    public async Task Run_MoreThan4096Outcomes_PrintsTheTopOnes()
    {
        var program = Header + "qreg q[13];\ncreg c[13];\nh q;\nry(0.1) q[0];\nmeasure q -> c;\n";

        var run = await CommandRun.Of(program, "circuit", "run", "-", "--json", "--top", "5");

        var json = JsonDocument.Parse(run.Out).RootElement;
        Assert.True(json.GetProperty("truncated").GetBoolean());
        Assert.Equal(5, json.GetProperty("probabilities").EnumerateObject().Count());
        Assert.All(json.GetProperty("probabilities").EnumerateObject(), static outcome => Assert.Equal('1', outcome.Name[^1]));
    }

    [Fact]
    public async Task Run_4096Outcomes_PrintsAllOfThem()
    {
        var program = Header + "qreg q[12];\ncreg c[12];\nh q;\nmeasure q -> c;\n";

        var run = await CommandRun.Of(program, "circuit", "run", "-", "--json", "--top", "5");

        Assert.Equal(4096, JsonDocument.Parse(run.Out).RootElement.GetProperty("probabilities").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("double", "1")]
    [InlineData("single", "2")]
    public async Task Run_ShotsAndSeed_RepeatTheCounts(string precision, string threads)
    {
        string[] arguments = ["circuit", "run", "-", "--shots", "500", "--seed", "7", "--json", "--precision", precision, "--threads", threads];

        var (first, second) = (await CommandRun.Of(Bell, arguments), await CommandRun.Of(Bell, arguments));

        var json = JsonDocument.Parse(first.Out).RootElement;
        Assert.Equal(500, json.GetProperty("shots").GetInt32());
        Assert.Equal(500, json.GetProperty("counts").EnumerateObject().Sum(static outcome => outcome.Value.GetInt32()));
        Assert.Equal(json.GetProperty("counts").GetRawText(), JsonDocument.Parse(second.Out).RootElement.GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task Run_ForPeople_PrintsATableAndASummaryOnStandardError()
    {
        var run = await CommandRun.Of(Bell, "circuit", "run", "-");

        Assert.Contains("00", run.Out, StringComparison.Ordinal);
        Assert.Contains("0.5000000000", run.Out, StringComparison.Ordinal);
        Assert.Contains("2 qubits, 2 classical bits", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProgramWithoutMeasurements_MeasuresAllAndSaysSo()
    {
        var run = await CommandRun.Of(Header + "qreg q[2];\nx q[1];\n", "circuit", "run", "-", "--json");

        Assert.Equal("10", JsonDocument.Parse(run.Out).RootElement.GetProperty("probabilities").EnumerateObject().Single().Name);
        Assert.Contains("all qubits are measured", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FromAFile_NamesItInErrors()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.qasm");
        await File.WriteAllTextAsync(path, Header + "qreg q[2];\nrx q[0];\n", TestContext.Current.CancellationToken);
        try
        {
            var run = await CommandRun.Of("", "circuit", "run", path);

            Assert.Equal(ExitCodes.Input, run.ExitCode);
            Assert.Empty(run.Out);
            Assert.Contains($"{path}:4:1: gate rx takes 1 parameter", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Run_FileThatIsMissing_ExitsWithTheInputCode()
    {
        var run = await CommandRun.Of("", "circuit", "run", Path.Combine(Path.GetTempPath(), "no-such-folder", "x.qasm"));

        Assert.Equal(ExitCodes.Input, run.ExitCode);
        Assert.Contains("x.qasm", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TooManyQubits_ExitsWithTheNotSupportedCode()
    {
        var run = await CommandRun.Of(Header + "qreg q[60];\ncreg c[1];\nh q;\nmeasure q[0] -> c[0];\n", "circuit", "run", "-");

        Assert.Equal(ExitCodes.NotSupported, run.ExitCode);
        Assert.Contains("60 qubits needs 16 EiB", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("circuit", "run", "-", "--shots", "0")]
    [InlineData("circuit", "run", "-", "--shots", "many")]
    [InlineData("circuit", "run", "-", "--device", "warp.qubit")]
    [InlineData("circuit", "run", "-", "--top", "0")]
    [InlineData("circuit", "run", "-", "--threads", "0")]
    [InlineData("circuit", "run")]
    [InlineData("circuit", "twirl", "-")]
    [InlineData("circuit", "draw", "-", "--theme", "pink")]
    public async Task CommandLine_ThatIsWrong_ExitsWithTheUsageCode(params string[] arguments)
    {
        var run = await CommandRun.Of(Bell, arguments);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draw_Text_NamesTheRegisters()
    {
        var run = await CommandRun.Of(Bell, "circuit", "draw", "-");

        Assert.Equal("q[0]: ──H─╭●─╓┤↗├──────┤\nq[1]: ────╰X─║────╓┤↗├─┤\n   c: ═══════╩0═══╩1═══┤\n", run.Out);
    }

    [Fact]
    public async Task Draw_Svg_PrintsADocument()
    {
        var run = await CommandRun.Of(Bell, "circuit", "draw", "-", "--svg", "--theme", "dark");

        Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Specs_Json_CountsTheProgram()
    {
        var run = await CommandRun.Of(TwoRegisters, "circuit", "specs", "-", "--json");

        Assert.Equal(
            """{"qubits":3,"clbits":4,"usedQubits":2,"operations":4,"depth":2,"tCount":0,"measurements":2,"byName":{"MidMeasure":2,"PauliX":1,"RY":1},"bySize":{"1":4}}""",
            run.Out.TrimEnd());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("circuit", "--help")]
    [InlineData("circuit", "run", "--help")]
    public async Task Help_AtEveryLevel_GoesToStandardOutput(params string[] arguments)
    {
        var run = await CommandRun.Of("", arguments);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
    }
}
