using Covalent.Core.Files;

namespace Covalent.Core.Tests.Files;

public sealed class RsyncStrategyTests
{
    [Fact]
    public void Command_WhereRsyncIs_ContinuesAndCompares()
    {
        var (program, arguments, input) = RsyncStrategy.CommandFor(new Uri("ssh://me@host:2222/data/x y"), "x", isUpload: false, name => $"/usr/bin/{name}");
        Assert.Equal("/usr/bin/rsync", program);
        Assert.Null(input);
        Assert.Superset(new HashSet<string> { "--partial-dir=.covalent-part", "--checksum", "--secluded-args" }, arguments.ToHashSet());
        Assert.Contains(arguments, argument => argument.EndsWith(" -oBatchMode=yes -p 2222", StringComparison.Ordinal));
        Assert.Equal(["--", "me@host:/data/x y", "./x"], arguments[^3..]);
    }

    [Fact]
    public void Command_WhereOnlySftpIs_QuotesPaths()
    {
        var (program, arguments, input) = RsyncStrategy.CommandFor(new Uri("ssh://host:2222/~/a%22b%5C%20c"), "/x y", isUpload: true, name => name == "sftp" ? "/usr/bin/sftp" : null);
        Assert.Equal("/usr/bin/sftp", program);
        Assert.Equal(["-oBatchMode=yes", "-P", "2222", "-b", "-", "--", "host"], arguments);
        Assert.Equal("put -Rp \"/x y\" \"a\\\"b\\\\ c\"\n", input);
    }

    [Fact]
    public void Command_WhereNeitherIs_SaysWhatToInstall() =>
        Assert.Contains("Install rsync there", Refusal("ssh://host/x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("ssh://me@-oProxyCommand/x")]
    [InlineData("ssh://-lroot@host/x")]
    [InlineData("ssh://me%20-v@host/x")]
    [InlineData("ssh://host/x%0Aput%20y")]
    public void Address_ThatCouldBeAnOption_IsRefused(string address) => Assert.Contains("not a place that files are moved to or from", Refusal(address), StringComparison.Ordinal);

    private static string Refusal(string address) =>
        Assert.Throws<CovalentException>(() => RsyncStrategy.CommandFor(new Uri(address), "a", isUpload: false, _ => null)).Message;
}
