namespace Covalent.Executors.Tests.Remote;

/// <summary>The guide names every option under its configuration key.</summary>
public sealed class GuideTests
{
    public static TheoryData<string> Keys => [.. new SshExecutor().ToDictionary().Concat(new SlurmExecutor().ToDictionary()).Select(option => option.Key).Distinct()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Option_IsInTheGuide(string key)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Covalent.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        Assert.Contains($"`{key}`", File.ReadAllText(Path.Combine(folder, "docs", "guides", "remote.md")));
    }
}
