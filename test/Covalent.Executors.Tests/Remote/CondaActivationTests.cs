using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests.Remote;

public sealed class CondaActivationTests
{
    private const string Conda = """
        conda() {
          if [ "$1" = shell.posix ]; then echo ':'; return; fi
          [ "$1 $2" = "activate it's mine" ] && CONDA_DEFAULT_ENV=$2
        }
        """;

    [Theory]
    [InlineData("", true, 0, "")]
    [InlineData("it's mine", true, 0, "it's mine")]
    [InlineData("other", true, 99, "")]
    [InlineData("other", false, 0, "")]
    public async Task Environment_IsActivatedOrSaidToBeMissing(string environment, bool isRequired, int exitCode, string active)
    {
        await using var channel = new LocalChannel(TimeProvider.System);
        ShellText script = ShellText.Lines(ShellText.Verbatim("unset CONDA_DEFAULT_ENV"), ShellText.Verbatim(Conda), CondaActivation.Of(environment, isRequired), ShellText.Verbatim("printf %s \"$CONDA_DEFAULT_ENV\""));
        CommandResult result = await channel.RunAsync(new ShellCommand(script), TestContext.Current.CancellationToken);
        Assert.Equal((exitCode, active), (result.ExitCode, result.OutputText));
        Assert.Equal(environment == "other" ? "The conda environment other could not be activated" : "", result.ErrorText.Split(" on ")[0]);
    }
}
