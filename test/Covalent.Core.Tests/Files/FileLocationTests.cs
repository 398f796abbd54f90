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
}
