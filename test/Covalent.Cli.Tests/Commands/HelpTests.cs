using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Covalent.Cli.Commands;
using Covalent.Cli.Interaction;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

/// <summary>Help and guide, against the command tree itself.</summary>
public sealed partial class HelpTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Installation.Repository, "docs", "guides", "cli.md"));

    public static TheoryData<string> Verbs() => [.. Walk(Root(), "").Select(static verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_OfEveryVerb_IsReadable(string verb)
    {
        var run = await CommandRun.Of("", [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(run.Out.Split('\n'), static line =>
        {
            Assert.InRange(line.Length, 0, 260);
            Assert.True(DefaultWord().Count(line) <= 1, $"says its default twice: {line}");
            Assert.DoesNotContain("Nullable", line, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void EveryVerbOptionAndArgument_IsDescribed(string verb)
    {
        var command = Walk(Root(), "").Single(v => v.Path == verb).Command;

        Assert.NotEmpty(command.Description!);
        Assert.All(command.Options, static option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
        Assert.All(command.Arguments, static argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), argument.Name));
    }

    [Fact]
    public void Guide_NamesEveryVerb() => Assert.All(Root().Subcommands, static verb => Assert.Matches($@"`{verb.Name}[ `]", Guide));

    [Fact]
    public void Guide_HasEveryExitCodeAndNoOther()
    {
        var defined = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (int)field.GetRawConstantValue()!);
        var documented = ExitCodeRow().Matches(Guide).Select(static row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));

        Assert.Equal(defined.Order(), documented.Order());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("result")]
    [InlineData("logs")]
    [InlineData("executors")]
    [InlineData("doctor")]
    [InlineData("config show")]
    [InlineData("config get")]
    [InlineData("db status")]
    [InlineData("token list")]
    [InlineData("triggers list")]
    [InlineData("triggers show")]
    [InlineData("cluster status")]
    [InlineData("circuit run")]
    [InlineData("circuit specs")]
    public void VerbThatReads_CanAnswerInJson(string verb) => Assert.Contains(Walk(Root(), "").Single(v => v.Path == verb).Command.Options, static option => option.Name == "--json");

    private static RootCommand Root() => CommandTree.Create(new CommandHost(Terminal.Process(), new ConfigurationSources { EnvironmentVariables = new Dictionary<string, string>() }, TimeProvider.System));

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path) =>
        command.Subcommands.SelectMany(verb => Walk(verb, $"{path} {verb.Name}".Trim())).Prepend((path, command));

    [GeneratedRegex(@"\bdefault[: ]", RegexOptions.IgnoreCase)]
    private static partial Regex DefaultWord();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();
}
