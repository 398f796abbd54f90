using System.Diagnostics;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("covalent sta", "start", "status")]
    [InlineData("covalent config s", "set", "show")]
    [InlineData("covalent list --st", "--status")]
    [InlineData("covalent list --sort ", "name", "started", "duration", "status")]
    [InlineData("covalent list --status ", "running", "completed")]
    [InlineData("covalent triggers add ", "time", "directory", "database", "webhook")]
    [InlineData("covalent start --c", "--cluster")]
    [InlineData("covalent config set dispatcher.po", "dispatcher.port")]
    [InlineData("covalent completion ", "bash", "fish", "pwsh", "zsh")]
    public async Task Suggest_KnowsVerbsOptionsAndKeys(string line, params string[] expected)
    {
        var run = await CommandRun.Of("", $"[suggest:{line.Length}]", line);

        Assert.Equal(0, run.ExitCode);
        var offered = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Trim());
        Assert.All(expected, word => Assert.Contains(word, offered));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Completion_PrintsAScriptThatAsksTheTool(string shell)
    {
        var run = await CommandRun.Of("", "completion", shell);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("[suggest:", run.Out, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> InstalledShells() =>
        [.. new (string, string)[] { ("bash", "/bin/bash"), ("zsh", "/usr/bin/zsh"), ("fish", "/usr/bin/fish") }.Where(static shell => File.Exists(shell.Item2))];

    [Theory]
    [MemberData(nameof(InstalledShells))]
    public async Task Completion_IsAScriptThatTheShellReads(string shell, string program)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, (await CommandRun.Of("", "completion", shell)).Out);
            using var check = Process.Start(new ProcessStartInfo(program, ["-n", script]) { RedirectStandardError = true })!;

            Assert.Equal("", await check.StandardError.ReadToEndAsync());
            await check.WaitForExitAsync();
            Assert.Equal(0, check.ExitCode);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Fact]
    public async Task Completion_InBash_CompletesAVerb()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        var script = (await CommandRun.Of("", "completion", "bash")).Out;
        var test = $$"""
            covalent() { '{{Installation.Dotnet}}' '{{Installation.Assembly}}' "$@"; }
            {{script}}
            COMP_LINE='covalent comp'; COMP_POINT=13; COMP_WORDS=(covalent comp); COMP_CWORD=1
            _covalent
            echo "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", test]) { RedirectStandardOutput = true })!;

        Assert.Equal("completion\n", await bash.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task Help_OfEveryVerb_HasExamples()
    {
        foreach (var verb in new[] { "start", "list", "show", "watch", "result", "cancel", "redispatch", "delete", "export", "import", "executors", "config", "doctor", "completion", "purge", "logs", "triggers", "restart", "stop", "db", "token", "triggers add time", "triggers fire" })
        {
            var run = await CommandRun.Of("", [.. verb.Split(' '), "--help"]);

            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains($"Examples:\n  covalent {verb}", run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("'shwo' is not a verb here; did you mean 'show'?", "shwo", "x")]
    [InlineData("'frobnicate' is not a verb here.", "frobnicate")]
    [InlineData("'stats' is not a verb here; did you mean 'status'?", "db", "stats")]
    public async Task UnknownVerb_SuggestsTheNearestOne(string message, params string[] arguments)
    {
        var run = await CommandRun.Of("", arguments);

        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith(message + "\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoArguments_PrintTheHelp()
    {
        var run = await CommandRun.Of("");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Commands:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsTheVersionAlone()
    {
        var run = await Installation.RunAsync(new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, "--version");

        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", run.Out);
    }
}
