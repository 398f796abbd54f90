using Covalent.Core.Leptons;

namespace Covalent.Core.Tests.Leptons;

public sealed class ShellScriptTests
{
    [Theory]
    [InlineData("echo {text}", "echo \"${text}\"")]
    [InlineData("echo \"hello {text}!\" {text}", "echo \"hello ${text}!\" \"${text}\"")]
    [InlineData("echo 'hello {text}!' {text}", "echo 'hello '\"${text}\"'!' \"${text}\"")]
    [InlineData("echo $'it\\'s {text}'", "echo $'it\\'s '\"${text}\"$''")]
    [InlineData("echo \"say \\\" {text}\"", "echo \"say \\\" ${text}\"")]
    [InlineData("# don't {text}\necho {text}", "# don't {text}\necho \"${text}\"")]
    [InlineData("echo a#b'{text}'", "echo a#b''\"${text}\"''")]
    [InlineData("echo ${text} {other} \\{text} {text", "echo ${text} {other} \\{text} {text")]
    [InlineData("awk '{print $1}' {text}", "awk '{print $1}' \"${text}\"")]
    public void Placeholder_OfAGivenName_IsAVariableQuotedAsItsPlaceAsks(string text, string script) => Assert.Equal(script + "\n", ShellScript.Of(text, ["text"], []));

    [Fact]
    public void Variables_AreKeptWhateverTheExit()
    {
        var script = ShellScript.Of("x=1; exit 3", [], ["x"]);
        Assert.Contains("trap __covalent_keep EXIT", script, StringComparison.Ordinal);
        Assert.Contains("printf '%s' \"$x\" > \"$COVALENT_OUTPUTS\"/x", script, StringComparison.Ordinal);
    }
}
