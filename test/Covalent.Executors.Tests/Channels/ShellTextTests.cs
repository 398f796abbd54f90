using Covalent.Executors.Channels;

namespace Covalent.Executors.Tests.Channels;

public sealed class ShellTextTests
{
    [Theory]
    [InlineData("plain/path-1.2_x,y+z:@", "plain/path-1.2_x,y+z:@")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(x)", "'$(x)'")]
    [InlineData("~root", "'~root'")]
    [InlineData("a\nb", "'a\nb'")]
    [InlineData("a=b", "'a=b'")]
    public void Value_InShellText_BecomesOneWord(string value, string expected) => Assert.Equal($"x {expected} y", ShellText.Of($"x {value} y").ToString());

    [Fact]
    public void Value_WithNul_IsRefused() => Assert.Throws<ArgumentException>(() => ShellText.Of($"{"a\0b"}"));

    [Fact]
    public void ShellText_InsideShellText_IsNotQuotedAgain() => Assert.Equal("a && 'b c' 7", ShellText.Of($"a && {ShellText.Of($"{"b c"} {7}")}").ToString());

    [Fact]
    public async Task RandomValues_ThroughARealShell_ComeBackUnchanged()
    {
        await using var channel = new LocalChannel(TimeProvider.System);
        var random = new Random(7);
        string[] values = [.. Enumerable.Range(0, 200).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next(1, 0x250))]))];
        ShellText script = ShellText.Lines(values.Select(value => ShellText.Of($"printf '%s\\0' {value}")));
        CommandResult result = await channel.RunAsync(new ShellCommand(script), TestContext.Current.CancellationToken);
        Assert.Equal(values, result.OutputText.TrimEnd('\0').Split('\0'));
    }
}
