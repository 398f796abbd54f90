namespace Covalent.Integration.Tests.Authoring;

/// <summary>Which applications can send their tasks to another machine, however they were built and started: each is built and run for real, on a machine
/// with .NET and on one without.</summary>
[Collection(nameof(DotnetRun))]
public sealed class TravellingAppTests : IDisposable
{
    private const string App = "test/FileApps/remote.cs";
    private const string Forms = "test/FileApps/forms.cs";
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
    public async Task SelfContainedApp_RunsItsTasksInWorkerProcesses()
    {
        await PublishAsync([.. OfThisPlatform, "SelfContained=true"], Forms);
        IReadOnlyDictionary<string, string> places = await PlacesAsync("in-process", "process");
        Assert.Equal(["42", "42"], [places["in-process"], places["process"]]);
    }

    [Fact]
    public async Task SingleFileApp_IsRefusedWithTheSettingToChange()
    {
        await PublishAsync([.. OfThisPlatform, "PublishSingleFile=true", "SelfContained=false"], Forms);
        await AssertRefusedAsync("PublishSingleFile", "42");
    }

    [Fact]
    public async Task SelfContainedSingleFileApp_IsRefusedWithTheSettingToChange()
    {
        await PublishAsync([.. OfThisPlatform, "PublishSingleFile=true", "SelfContained=true"], Forms);
        await AssertRefusedAsync("PublishSingleFile", "42");
    }

    /// <summary>Trimming takes the embedded engine away, too, which nothing names in the application's code.</summary>
    [Fact]
    public async Task TrimmedApp_IsRefusedWithTheSettingToChange()
    {
        await PublishAsync([.. OfThisPlatform, "PublishTrimmed=true", "SelfContained=true", "SuppressTrimAnalysisWarnings=true"], Forms);
        await AssertRefusedAsync("PublishTrimmed", null);
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

    /// <param name="setting">The setting to change.</param>
    /// <param name="inProcess">What a task in the application's own process gives; null when that is refused, too.</param>
    private async Task AssertRefusedAsync(string setting, string? inProcess)
    {
        IReadOnlyDictionary<string, string> places = await PlacesAsync();
        Assert.Equal(["in-process", "process", "server", "slurm", "ssh"], places.Keys.Order());
        foreach ((string place, string said) in places)
        {
            if (place == "in-process" && inProcess is not null)
            {
                Assert.Equal(inProcess, said);
            }
            else
            {
                Assert.Contains(setting, said, StringComparison.Ordinal);
                // Dispatching itself fails; no task was begun.
                Assert.DoesNotContain("FailedException", said, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>What the application says of each place.</summary>
    private async Task<IReadOnlyDictionary<string, string>> PlacesAsync(params string[] places)
    {
        var (exit, output, errors) = await DotnetRun.ProgramAsync(Path.Combine(_folder, "forms"), places);
        Assert.True(exit == 0, $"{exit} {output}\n{errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    /// <summary>Publishes the application with settings of its own; on the command line they would be the library's too.</summary>
    private async Task PublishAsync(string[] settings, string app = App)
    {
        if (app == App)
        {
            BackEnd.Require("COVALENT_TEST_SSH_HOST");
            BackEnd.Require("COVALENT_TEST_FARHOST");
        }

        string source = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName, Path.GetFileName(app));
        string program = await File.ReadAllTextAsync(Path.Combine(Repository.Root, app), TestContext.Current.CancellationToken);
        string own = string.Concat(settings.Append("PublishAot=false").Select(setting => $"#:property {setting}\n"));
        await File.WriteAllTextAsync(source, own + program.Replace("../../src/", Path.Combine(Repository.Root, "src") + "/", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (exit, output, errors) = await DotnetRun.DotnetAsync(["publish", source, "-c", "Release", "-o", _folder, "-v", "q"]);
        Assert.True(exit == 0, $"{output}\n{errors}");
    }
}
