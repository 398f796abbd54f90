using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>What people see: the built command in a pseudo-terminal.</summary>
public sealed class TerminalTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    public TerminalTests() => Assert.SkipUnless(PseudoTerminal.IsAvailable || Environment.GetEnvironmentVariable("CI") == "true", "util-linux's script is not here.");

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task List_OnATerminal_HasBordersAndColours()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        await using var terminal = PseudoTerminal.Start(_folder.Environment, "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains(id, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("╭", terminal.Screen, StringComparison.Ordinal);
        Assert.Matches("\u001b\\[[0-9;]*mCOMPLETED\u001b\\[0m", terminal.Screen);
    }

    [Fact]
    public async Task List_OnANarrowTerminal_ShortensIdsThatCommandsTake()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CloseEngineAsync();

        await using var terminal = PseudoTerminal.Start(80, _folder.Environment, "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains($" {id[..13]} ", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(id[..14], terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(1, terminal.Screen.Split('\n').Count(line => line.Contains("Greeting", StringComparison.Ordinal)));
        Assert.Contains(id, (await _folder.RunAsync("show", id[..13])).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("watch")]
    public async Task NameWithEscapeSequences_IsShownAndNotObeyed(string verb)
    {
        var request = new DispatchRequest
        {
            DispatchId = Guid.CreateVersion7().ToString(),
            Graph = await _folder.Engine.GetGraphAsync(await _folder.CompleteAsync(() => Lattices.Hello())),
            Lattice = new LatticeInfo("evil\u001b]0;owned\u0007\u001b[2J\u202Etxt"),
        };
        await _folder.Engine.RegisterAsync(request);
        await _folder.Engine.CancelAsync(request.DispatchId);
        await _folder.CloseEngineAsync();

        await using var terminal = PseudoTerminal.Start(_folder.Environment, verb == "list" ? ["list"] : [verb, request.DispatchId]);
        await terminal.EndAsync();

        Assert.Contains("\\x1B]0;owned\\x07\\x1B[2J", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]0;owned", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', terminal.Screen);
    }

    [Fact]
    public async Task List_OnATerminalWithoutColours_HasBordersOnly()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());

        await using var terminal = PseudoTerminal.Start(new(_folder.Environment) { ["NO_COLOR"] = "1" }, "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("╭", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[3", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OnATerminal_DrawsATreeUntilTheEnd()
    {
        var id = await _folder.StartAsync(Lattices.Endless);
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "watch", id);
        await terminal.WaitForAsync("WaitAsync");

        await _folder.Engine.CancelAsync(id);

        Assert.Equal(ExitCodes.NotCompleted, await terminal.EndAsync());
        Assert.Contains("├──", terminal.Screen.Replace("└──", "├──", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("━", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("CANCELLED", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OfASublattice_ShowsItsTasksBelowIt()
    {
        var id = await _folder.StartAsync(Lattices.NestedEndless);
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "watch", id);
        await terminal.WaitForAsync("WaitAsync");

        await _folder.Engine.CancelAsync(id);

        Assert.Equal(ExitCodes.NotCompleted, await terminal.EndAsync());
        Assert.Matches("└── [^\n]*Waiting[^\n]*\n    └── [^\n]*WaitAsync", terminal.Screen);
    }

    [Fact]
    public async Task Watch_WhenTheTerminalBecomesNarrow_ShortensTheIdAndGoesOn()
    {
        var id = await _folder.StartAsync(Lattices.Endless);
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "watch", id);
        await terminal.WaitForAsync($"{id} ");

        await terminal.ResizeAsync(60);
        await terminal.WaitForAsync($"{id[..13]} ");
        await _folder.Engine.CancelAsync(id);

        Assert.Equal(ExitCodes.NotCompleted, await terminal.EndAsync());
    }

    [Fact]
    public async Task List_OnAVeryNarrowTerminal_LeavesColumnsOutInsteadOfBreakingWords()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());

        await using var terminal = PseudoTerminal.Start(48, _folder.Environment, "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("COMPLETED", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Took", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(1, terminal.Screen.Split('\n').Count(line => line.Contains("Greeting", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_OnATerminalWithoutColours_DrawsTheTreePlain()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        await using var terminal = PseudoTerminal.Start(new(_folder.Environment) { ["NO_COLOR"] = "1" }, "watch", id);

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("✓ 1 Greet COMPLETED", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*3[0-9]m", terminal.Screen);
    }

    [Theory]
    [InlineData("C", 80)]
    [InlineData("en_US.ISO-8859-1", 40)]
    public async Task List_OnATerminalWithoutUtf8_IsDrawnWithAscii(string locale, int columns)
    {
        await _folder.CompleteAsync(() => Lattices.Hello("Wörld → ✓"));

        await using var terminal = PseudoTerminal.Start(columns, new(_folder.Environment) { ["LC_ALL"] = locale }, "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("COMPLETED", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("+--", terminal.Screen, StringComparison.Ordinal);
        Assert.All(terminal.Screen, static letter => Assert.InRange(letter, '\0', '\x7F'));
    }

    [Fact]
    public async Task Watch_OnATerminalWithoutUtf8_IsDrawnWithAscii()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello("Wörld"));

        await using var terminal = PseudoTerminal.Start(40, new(_folder.Environment) { ["LC_ALL"] = "POSIX", ["NO_COLOR"] = "1" }, "watch", id);

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("+ 1 Greet COMPLETED", terminal.Screen, StringComparison.Ordinal);
        Assert.All(terminal.Screen, static letter => Assert.InRange(letter, '\0', '\x7F'));
    }

    [Fact]
    public async Task List_OnADumbTerminal_IsPlain()
    {
        await _folder.CompleteAsync(() => Lattices.Hello());

        await using var terminal = PseudoTerminal.Start(new(_folder.Environment) { ["TERM"] = "dumb" }, "list");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("COMPLETED", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', terminal.Screen);
    }

    [Fact]
    public async Task Circuit_TypedToItsEnd_Runs()
    {
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "circuit", "run", "-");
        await terminal.WaitForAsync("Type a circuit in OpenQASM 2; Ctrl+D ends it, Ctrl+C gives up.");

        await terminal.TypeAsync("OPENQASM 2.0; include \"qelib1.inc\"; qreg q[1]; creg c[1]; x q[0]; measure q -> c;\n\u0004");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Contains("1.0000000000", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_WhileACircuitIsTyped_EndsTheCommand()
    {
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "circuit", "run", "-");
        // The terminal itself shows what is typed, before there is a command that Ctrl+C could end.
        await terminal.WaitForAsync("Type a circuit in OpenQASM 2; Ctrl+D ends it, Ctrl+C gives up.");
        await terminal.TypeAsync("OPENQASM 2.0;\n");

        await terminal.TypeAsync("\u0003");

        Assert.Equal(ExitCodes.Cancelled, await terminal.EndAsync());
    }

    [Theory]
    [InlineData("purge", "--hard")]
    [InlineData("delete", "ID")]
    public async Task CtrlC_AtAQuestion_ChangesNothing(params string[] arguments)
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CloseEngineAsync();
        await using var terminal = PseudoTerminal.Start(_folder.Environment, [.. arguments.Select(argument => argument == "ID" ? id : argument)]);
        await terminal.WaitForAsync("[y/N]");

        await terminal.TypeAsync("\u0003");

        Assert.Equal(ExitCodes.Cancelled, await terminal.EndAsync());
        Assert.Contains(id, (await _folder.RunAsync("list")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Checklist", "70")]
    [InlineData("n", ExitCodes.Cancelled, true)]
    [InlineData("y", ExitCodes.Success, false)]
    public async Task Purge_OnATerminal_AsksAndObeysTheAnswer(string answer, int code, bool keeps)
    {
        await _folder.CompleteAsync(() => Lattices.Hello());
        await _folder.CloseEngineAsync();
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "purge", "--hard");
        await terminal.WaitForAsync("Go on? [y/N]");

        await terminal.TypeAsync(answer + "\n");

        Assert.Equal(code, await terminal.EndAsync());
        Assert.Equal(keeps, File.Exists(Path.Combine(_folder.Data, "covalent.db")));
    }

    [Fact]
    public async Task CtrlC_WhileWatching_EndsTheWatchAndNotTheDispatch()
    {
        var id = await _folder.StartAsync(Lattices.Endless);
        await using var terminal = PseudoTerminal.Start(_folder.Environment, "watch", id);
        await terminal.WaitForAsync("WaitAsync");

        await terminal.TypeAsync("\u0003");

        Assert.Equal(ExitCodes.Cancelled, await terminal.EndAsync());
        Assert.Equal(Status.Running, (await _folder.Engine.GetAsync(id)).Status);
    }

    [Fact]
    public async Task Pipe_OfTheRealProgram_IsPlain()
    {
        var id = await _folder.CompleteAsync(() => Lattices.Hello());

        var run = await Installation.RunAsync(_folder.Environment, "list");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("ID ", run.Out, StringComparison.Ordinal);
        Assert.Contains($"\n{id}  Greeting  COMPLETED", run.Out, StringComparison.Ordinal);
    }
}
