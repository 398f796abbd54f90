using Covalent.Core.Leptons;

namespace Covalent.Core.Tests.Leptons;

public sealed class ShellScriptTests
{
    [Fact]
    public void Placeholder_OfAGivenName_IsTheQuotedValue() =>
        Assert.Equal("echo 'it'\\''s' ${text} {other} \\{text}\n", ShellScript.Of("echo {text} ${text} {other} \\{text}", new Dictionary<string, string> { ["text"] = "it's" }, []));

    [Fact]
    public void Variables_AreKeptWhateverTheExit()
    {
        var script = ShellScript.Of("x=1; exit 3", new Dictionary<string, string>(), ["x"]);
        Assert.Contains("trap __covalent_keep EXIT", script, StringComparison.Ordinal);
        Assert.Contains("printf '%s' \"$x\" > \"$COVALENT_OUTPUTS\"/x", script, StringComparison.Ordinal);
    }
}
