using Covalent.Core.Files;

namespace Covalent.Core.Tests.Files;

[Trait("Checklist", "62")]
public sealed class FileLocationTests
{
    [Theory]
    [InlineData("data/x.csv", false)]
    [InlineData("/data/x.csv", false)]
    [InlineData("file:///data/x.csv", false)]
    [InlineData("https://example.org/x.csv", true)]
    [InlineData("s3://bucket/x.csv", true)]
    [InlineData("ssh://me@host/x.csv", true)]
    public void Place_IsRemoteByItsScheme(string text, bool isRemote) => Assert.Equal(isRemote, FileLocation.Parse(text).IsRemote);

    [Fact]
    public void Path_ThatIsRelative_LiesUnderTheTasksFolder()
    {
        Assert.Equal(Path.GetFullPath("/work/task/x"), FileLocation.Parse("x").PathIn("/work/task"));
        Assert.Equal(Path.GetFullPath("/x"), FileLocation.Parse("file:///x").PathIn("/work/task"));
        Assert.NotEqual(FileLocation.Parse(null).PathIn("/work"), FileLocation.Parse(null).PathIn("/work"));
    }

    [Theory]
    [InlineData("s3://bucket/a?b", "Write %3F and %23")]
    [InlineData("gs://bucket/a#b", "Write %3F and %23")]
    [InlineData("blob://account/container/a?sig=secret", "Write %3F and %23")]
    [InlineData("s3://bucket/a/../b", "which addresses cannot hold")]
    [InlineData("s3://bucket/a/%2E%2E/b", "which addresses cannot hold")]
    [InlineData("s3://bucket/a\\b", "which addresses cannot hold")]
    [InlineData("s3://bucket", "names no object")]
    [InlineData("s3://bucket/folder/", "names no object")]
    public void Object_WhoseAddressWouldNameAnother_IsRefused(string text, string words)
    {
        var message = Assert.Throws<WorkflowBuildException>(() => FileLocation.Parse(text)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://bucket/a b+(1)'.bin", "/a%20b%2B%281%29%27.bin")]
    [InlineData("s3://bucket/100%.txt", "/100%25.txt")]
    [InlineData("s3://bucket/q%3F%23/ü", "/q%3F%23/%C3%BC")]
    public void Object_IsWrittenInPercentCodes(string text, string path) => Assert.Equal(path, ObjectPlace.Of(FileLocation.Parse(text).Address!).Path);
}
