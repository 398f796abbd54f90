namespace Covalent.Core.Tests.Execution;

public sealed class WorkerCommandTests
{
    private static readonly WorkerCommand Command = new() { BundleFolder = "/b", Application = "App", Package = "/j/package", Outcome = "/j/outcome" };

    [Fact]
    public void Line_OfAnApplicationWithInstalledDotnet_BeginsWithItsHost() =>
        Assert.Equal(
            ["dotnet", "exec", "--depsfile", "/b/App.deps.json", "--runtimeconfig", "/b/App.runtimeconfig.json", "/b/Covalent.Worker.dll", "run", "--package", "/j/package"],
            Command.ToArguments().Take(10));

    [Fact]
    public void Line_OfASelfContainedApplication_MakesItsProgramTheWorker() =>
        Assert.Equal(
            ["env", "DOTNET_STARTUP_HOOKS=/b/Covalent.Worker.dll", "/b/App", "run", "--package", "/j/package"],
            (Command with { SelfContained = true }).ToArguments().Take(6));
}
