namespace Covalent.Integration.Tests.Authoring;

/// <summary>Trap 2: everything works where there is no dynamic code, as in file-based applications.</summary>
/// <remarks>One collection with the samples, because each of these runs may build the same projects.</remarks>
[Collection(nameof(DotnetRun))]
public sealed class FileAppTests
{
    [Fact]
    [Trait("Trap", "2")]
    public async Task AuthoringSuite_AsAFileBasedApp_PassesWithoutDynamicCode()
    {
        var (exit, output, errors) = await DotnetRun.RunAsync("test/FileApps/authoring.cs");

        Assert.True(exit == 0, $"exit code {exit}\n{output}\n{errors}");
        Assert.EndsWith("15 passed, 0 failed", output.TrimEnd(), StringComparison.Ordinal);
    }
}
