using System.Text;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Shell commands as electrons.</summary>
[Trait("Checklist", "65")]
public sealed class ShellLeptonTests
{
    public static TheoryData<string> Modes => LeptonRig.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Command_WithOddArguments_SeesThemAsTheyAre(string mode)
    {
        await using var rig = await OpenAsync(mode);
        const string Odd = "a 'b' \"c\" $(id) `id` \\ ; rm -rf / * {x}";
        Assert.Equal($"{Odd}|{Odd}|{Odd}", await rig.ValueAsync(() => Shell("printf '%s|%s|%s' \"$1\" \"$text\" {text}", Odd, Named("text", Odd))));
    }

    [Theory]
    [InlineData("printf %s {text}")]
    [InlineData("printf %s \"{text}\"")]
    [InlineData("printf %s '{text}'")]
    [InlineData("printf %s $'{text}'")]
    public async Task Placeholder_WithinAnyQuotes_IsTheValueAndNothingElse(string command)
    {
        await using var rig = await OpenAsync();
        const string Odd = "$(echo hit)`echo hit`';\"\\&|*~!{x}é\t日本";
        Assert.Equal(Odd, await rig.ValueAsync(() => Shell(command, Named("text", Odd))));
    }

    [Theory]
    [InlineData("cat <<END\n{text}\nEND")]
    [InlineData("echo \"$(echo '{text}')\" {text}")]
    [InlineData("echo \"`echo {text}`\"")]
    [InlineData("printf %s \"$(printf %s \"{text}\")\"")]
    public async Task Placeholder_WhereQuotesAreHardToRead_RunsNothing(string command)
    {
        await using var rig = await OpenAsync();
        var mark = Path.Combine(rig.ResultsFolder, "hit");
        await rig.ValueAsync(() => Shell(command, Named("text", $"'$(touch {mark})\"`touch {mark}`;touch {mark}\n")));
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task Argument_WithANulCharacter_IsRefused()
    {
        await using var rig = await OpenAsync();
        Assert.Contains("Argument 1 of 'echo' has a NUL character", (await rig.FailureAsync(() => Shell("echo $1", "a\0b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_IsReadAsTheDeclaredType()
    {
        await using var rig = await OpenAsync();
        Assert.Equal(42, await rig.ValueAsync(() => Shell<int>("echo $(( $1 * 2 ))", 21)));
        Assert.Equal(2.5, await rig.ValueAsync(() => Shell<double>("echo \"$1\"", 2.5)));
        Assert.True(await rig.ValueAsync(() => Shell<bool>("echo \"$1\"", true)));
        Assert.Equal(["one", "two"], await rig.ValueAsync(() => Shell<List<string>>("printf 'one\\ntwo\\n'")));
        Assert.Equal(new LeptonPerson("Ada", 36), await rig.ValueAsync(() => Shell<LeptonPerson>("echo '{\"Name\":\"Ada\",\"Age\":36}'")));
        Assert.Contains("is 'many', which is no int", (await rig.FailureAsync(() => Shell<int>("echo many"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_OfSeveralKinds_ComeAsATuple()
    {
        await using var rig = await OpenAsync();
        var command = new ShellTask("count=$(( $1 + 1 )); name=\"x y\"; echo seen; echo data > out.txt; exit 3")
        {
            Outputs = [ShellOutput.Variable("count"), ShellOutput.Variable("name"), ShellOutput.File("out.txt"), ShellOutput.Stdout, ShellOutput.ExitCode],
            SuccessCodes = [0, 3],
            Options = new ElectronOptions { CreateUniqueWorkDir = true },
        };
        Assert.Equal((5, "x y", "data", "seen", 3), await rig.ValueAsync(() => Shell<(int, string, string, string, int)>(command, 4)));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ExitCode_OtherThanZero_FailsWithStandardError(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var outcome = await rig.RunAsync(() => Shell("echo so far; echo it broke >&2; exit 7"));
        Assert.Equal((FailureKind.UserCode, "exit-code"), (outcome.Failure!.Kind, outcome.Failure.Type));
        Assert.Equal("The shell command 'echo' ended with exit code 7: it broke", outcome.Failure.Message);
        Assert.Equal("so far\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
    }

    [Fact]
    public async Task Variable_ThatWasNotSet_IsNamed()
    {
        await using var rig = await OpenAsync();
        var failure = await rig.FailureAsync(() => Shell<string>(new ShellTask("true") { Outputs = [ShellOutput.Variable("nothing")] }));
        Assert.Contains("The shell variable 'nothing' is an output and was not set", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_OfACommand_IsEmpty()
    {
        await using var rig = await OpenAsync();
        Assert.Equal("", await rig.ValueAsync(() => Shell("cat")));
    }

    [Fact]
    public async Task Script_TravelsWithItsFunction()
    {
        await using var rig = await OpenAsync();
        var script = Path.Combine(rig.ResultsFolder, "greet.sh");
        await File.WriteAllTextAsync(script, "greet() { echo \"hello $1\"; }\n");
        Assert.Equal("hello you", await rig.ValueAsync(() => Shell<string>(ShellTask.Script(script, "greet"), "you")));
    }

    [Fact]
    public async Task Command_ThatLeavesSomethingRunning_EndsAllTheSame()
    {
        await using var rig = await OpenAsync();
        Assert.Equal("started", await rig.ValueAsync(() => Shell("sleep 30 & echo started; kill_later=$!; (sleep 5; kill $kill_later) >/dev/null 2>&1 &")));
    }

    [Fact]
    public void Recording_RefusesWhatCannotWork()
    {
        Assert.Contains("declares 2 outputs and its result type has 1", Refused(() => Shell<int>(new ShellTask("x") { Outputs = [ShellOutput.Stdout, ShellOutput.ExitCode] })), StringComparison.Ordinal);
        Assert.Contains("declares 1 outputs and its result type has 2", Refused(() => Shell<(int, int)>("x")), StringComparison.Ordinal);
        Assert.Contains("cannot be a shell variable", Refused(() => Shell("x", Named("a-b", 1))), StringComparison.Ordinal);
        Assert.Contains("cannot be a shell variable", Refused(() => Shell<int>(new ShellTask("x") { Outputs = [ShellOutput.Variable("$(id)")] })), StringComparison.Ordinal);
        Assert.Contains("cannot be a shell variable", Refused(() => Shell("x", Named("a\n", 1))), StringComparison.Ordinal);
        Assert.All(["UID", "IFS", "_", "BASH_ENV", "COVALENT_CODE"], name => Assert.Contains("set themselves", Refused(() => Shell("x", Named(name, 1))), StringComparison.Ordinal));
        Assert.Contains("is empty", Refused(() => Shell(" ")), StringComparison.Ordinal);
    }
}
