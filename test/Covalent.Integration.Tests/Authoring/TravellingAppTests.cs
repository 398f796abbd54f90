using System.Diagnostics;

namespace Covalent.Integration.Tests.Authoring;

/// <summary>Which applications can send their tasks to another machine, however they were started.</summary>
[Collection(nameof(DotnetRun))]
public sealed class TravellingAppTests : IDisposable
{
    private const string App = "test/FileApps/remote.cs";
    private const int FailedTask = 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FileBasedApp_SendsItsTasks()
    {
        BackEnd.Require("COVALENT_TEST_SSH_HOST");

        var (exit, output, errors) = await DotnetRun.RunAsync(App);

        Assert.True(exit == 0, $"{output}\n{errors}");
        Assert.Equal(BackEnd.Require("COVALENT_TEST_SSH_USER"), output.Trim());
    }

    [Fact]
    public async Task PublishedApp_SendsItsTasks()
    {
        BackEnd.Require("COVALENT_TEST_SSH_HOST");
        await PublishAsync("-p:PublishAot=false");

        var (exit, output, errors) = await DotnetRun.ProgramAsync(Path.Combine(_folder, "remote"));

        Assert.True(exit == 0, $"{output}\n{errors}");
        Assert.Equal(BackEnd.Require("COVALENT_TEST_SSH_USER"), output.Trim());
    }

    [Fact]
    public async Task SingleFileApp_IsRefusedWithTheSettingToChange()
    {
        BackEnd.Require("COVALENT_TEST_SSH_HOST");
        await PublishAsync("-p:PublishAot=false", "-p:PublishSingleFile=true", "-p:SelfContained=false", "-p:UseCurrentRuntimeIdentifier=true");

        var (exit, output, errors) = await DotnetRun.ProgramAsync(Path.Combine(_folder, "remote"));

        Assert.True(exit == FailedTask, $"{exit} {output}\n{errors}");
        Assert.Contains("PublishSingleFile", output, StringComparison.Ordinal);
    }

    private async Task PublishAsync(params string[] settings)
    {
        var (exit, output, errors) = await DotnetRun.DotnetAsync(["publish", App, "-c", "Release", "-o", _folder, "-v", "q", .. settings]);
        Assert.True(exit == 0, $"{output}\n{errors}");
    }
}
