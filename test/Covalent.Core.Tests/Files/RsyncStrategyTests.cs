using Covalent.Core.Files;

namespace Covalent.Core.Tests.Files;

public sealed class RsyncStrategyTests
{
    [Fact]
    public void Command_WhereRsyncIs_ContinuesAndCompares()
    {
        var (program, arguments) = RsyncStrategy.CommandFor(new Uri("ssh://me@host:2222/data/x"), "me@host:/data/x", "x", name => $"/usr/bin/{name}");
        Assert.Equal("/usr/bin/rsync", program);
        Assert.Contains("--partial", arguments);
        Assert.Contains("--checksum", arguments);
        Assert.Contains(arguments, argument => argument.EndsWith(" -o BatchMode=yes -p 2222", StringComparison.Ordinal));
        Assert.Equal(["--", "me@host:/data/x", "x"], arguments[^3..]);
    }

    [Fact]
    public void Command_WhereOnlyScpIs_UsesIt()
    {
        var (program, arguments) = RsyncStrategy.CommandFor(new Uri("ssh://host:2222/x"), "host:/x", "x", name => name == "scp" ? "/usr/bin/scp" : null);
        Assert.Equal("/usr/bin/scp", program);
        Assert.Contains("2222", arguments);
    }

    [Fact]
    public void Command_WhereNeitherIs_SaysWhatToInstall() =>
        Assert.Contains("Install rsync there", Assert.Throws<CovalentException>(() => RsyncStrategy.CommandFor(new Uri("ssh://host/x"), "a", "b", _ => null)).Message, StringComparison.Ordinal);
}
