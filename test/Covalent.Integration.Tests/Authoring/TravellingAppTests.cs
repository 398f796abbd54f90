namespace Covalent.Integration.Tests.Authoring;

/// <summary>Which applications can send their tasks to another machine, however they were built and started: each is built and run for real, on a machine
/// with .NET and on one without.</summary>
[Collection(nameof(DotnetRun))]
public sealed class TravellingAppTests : IDisposable
{
    private const string App = "test/FileApps/remote.cs";
    private const int FailedTask = 3;
    // Worker and application are one checkout's projects here; packages have no such check.
    private static readonly string[] OfThisPlatform = ["UseCurrentRuntimeIdentifier=true", "ValidateExecutableReferencesMatchSelfContained=false"];

    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FileBasedApp_SendsItsTasks()
    {
        AssertRan(near: true, await DotnetRun.RunAsync(App));
        AssertRan(near: false, await DotnetRun.RunAsync(App, "far"));
    }

    [Fact]
    public async Task PublishedApp_SendsItsTasks()
    {
        await PublishAsync([]);
        await RunOnBothAsync();
    }

    [Fact]
    public async Task SelfContainedApp_BringsItsRuntimeAlong()
    {
        await PublishAsync([.. OfThisPlatform, "SelfContained=true"]);
        await RunOnBothAsync();
    }

    [Fact]
    public async Task SingleFileApp_IsRefusedWithTheSettingToChange()
    {
        await PublishAsync([.. OfThisPlatform, "PublishSingleFile=true", "SelfContained=false"]);
        await AssertRefusedAsync("PublishSingleFile");
    }

    [Fact]
    public async Task TrimmedApp_IsRefusedWithTheSettingToChange()
    {
        await PublishAsync([.. OfThisPlatform, "PublishTrimmed=true", "SelfContained=true", "SuppressTrimAnalysisWarnings=true"]);
        await AssertRefusedAsync("PublishTrimmed");
    }

    private async Task RunOnBothAsync()
    {
        AssertRan(near: true, await DotnetRun.ProgramAsync(Path.Combine(_folder, "remote")));
        AssertRan(near: false, await DotnetRun.ProgramAsync(Path.Combine(_folder, "remote"), "far"));
    }

    private static void AssertRan(bool near, (int Exit, string Output, string Errors) run)
    {
        Assert.True(run.Exit == 0, $"{run.Output}\n{run.Errors}");
        string host = near ? Environment.MachineName : BackEnd.Require("COVALENT_TEST_FARHOST_NAME");
        Assert.Equal($"{host} {BackEnd.Require(near ? "COVALENT_TEST_SSH_USER" : "COVALENT_TEST_FARHOST_USER")}", run.Output.Trim());
    }

    private async Task AssertRefusedAsync(string setting)
    {
        var (exit, output, errors) = await DotnetRun.ProgramAsync(Path.Combine(_folder, "remote"));
        Assert.True(exit == FailedTask, $"{exit} {output}\n{errors}");
        Assert.Contains(setting, output, StringComparison.Ordinal);
    }

    /// <summary>Publishes the application with settings of its own; on the command line they would be the library's too.</summary>
    private async Task PublishAsync(string[] settings)
    {
        BackEnd.Require("COVALENT_TEST_SSH_HOST");
        BackEnd.Require("COVALENT_TEST_FARHOST");
        string source = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName, "remote.cs");
        string program = await File.ReadAllTextAsync(Path.Combine(Repository.Root, App), TestContext.Current.CancellationToken);
        string own = string.Concat(settings.Append("PublishAot=false").Select(setting => $"#:property {setting}\n"));
        await File.WriteAllTextAsync(source, own + program.Replace("../../src/", Path.Combine(Repository.Root, "src") + "/", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (exit, output, errors) = await DotnetRun.DotnetAsync(["publish", source, "-c", "Release", "-o", _folder, "-v", "q"]);
        Assert.True(exit == 0, $"{output}\n{errors}");
    }
}
