using Covalent.Executors.Tests.Files;
using System.IO.Compression;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Packages, commands, modules: made ready on the machine of the task, in this process and in worker processes.</summary>
[Trait("Checklist", "61")]
public sealed class DependencyTests
{
    private const string File = "Leptons/deps_tasks.py";

    public static TheoryData<string> Modes => LeptonRig.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Pip_FromAFolderOfWheels_InstallsOnceAndIsUsedAgain(string mode)
    {
        await using var rig = await OpenAsync(mode);
        // A number nobody used before, so that the environment is new.
        var answer = Random.Shared.Next();
        var wheels = Wheels(rig.ResultsFolder, "1.0", answer);
        var deps = new DepsPip("covalent_wheel") { WheelFolder = wheels };
        var first = await rig.RunAsync(() => Python<int>(With("answer", deps)));
        Assert.Equal(answer, Testing.ExecutorRig.Value<int>(Completed(first)));
        Assert.Contains("Successfully installed", System.Text.Encoding.UTF8.GetString(first.Stdout.Span), StringComparison.Ordinal);
        var again = Completed(await rig.RunAsync(() => Python<int>(With("answer", deps))));
        Assert.DoesNotContain("installed", System.Text.Encoding.UTF8.GetString(again.Stdout.Span), StringComparison.Ordinal);
        var folder = await rig.ValueAsync(() => Python<string>(With("prefix", deps)));
        Assert.True(System.IO.File.Exists(Path.Combine(folder, ".complete")), folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pip_WhoseBuilderWasKilled_BuildsTheEnvironmentAnew()
    {
        await using var rig = await OpenAsync();
        var answer = Random.Shared.Next();
        var deps = new DepsPip("covalent_wheel") { WheelFolder = Wheels(rig.ResultsFolder, "1.0", answer) };
        var folder = await rig.ValueAsync(() => Python<string>(With("prefix", deps)));
        // As a process leaves it that dies while it installs.
        System.IO.File.Delete(Path.Combine(folder, ".complete"));
        Directory.Delete(Path.Combine(folder, "lib"), recursive: true);
        System.IO.File.WriteAllText(Path.Combine(folder, "half"), "");
        Assert.Equal(answer, await rig.ValueAsync(() => Python<int>(With("answer", deps))));
        Assert.False(System.IO.File.Exists(Path.Combine(folder, "half")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pip_ForTasksAtOnce_BuildsOneEnvironment()
    {
        await using var rig = await OpenAsync();
        var deps = new DepsPip("covalent_wheel") { WheelFolder = Wheels(rig.ResultsFolder, "1.0", Random.Shared.Next()) };
        var attempts = Enumerable.Range(0, 4).Select(_ => rig.Attempt(() => Python<string>(With("prefix", deps)))).ToArray();
        rig.Start(attempts);
        var outcomes = await Task.WhenAll(attempts.Select(rig.OutcomeOf));
        var folder = Assert.Single(outcomes.Select(outcome => Testing.ExecutorRig.Value<string>(Completed(outcome))).Distinct());
        Assert.Equal(1, outcomes.Count(outcome => System.Text.Encoding.UTF8.GetString(outcome.Stdout.Span).Contains("Successfully installed", StringComparison.Ordinal)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pip_RequirementsFile_BeatsThePackageList()
    {
        await using var rig = await OpenAsync();
        var (old, @new) = (Random.Shared.Next(), Random.Shared.Next());
        var wheels = Wheels(rig.ResultsFolder, "1.0", old);
        Wheel.Write(wheels, "covalent_wheel", "2.0", @new);
        var requirements = Path.Combine(rig.ResultsFolder, "requirements.txt");
        await System.IO.File.WriteAllTextAsync(requirements, "covalent_wheel==2.0\n");
        var deps = new DepsPip("covalent_wheel==1.0") { RequirementsFile = requirements, WheelFolder = wheels };
        Assert.Equal(@new, await rig.ValueAsync(() => Python<int>(With("answer", deps))));
        Directory.Delete(await rig.ValueAsync(() => Python<string>(With("prefix", deps))), recursive: true);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Pip_PackageThatIsNotThere_FailsWithPipsOwnWords(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var deps = new DepsPip("covalent_wheel==9.9") { WheelFolder = Wheels(rig.ResultsFolder, "1.0", 1) };
        var failure = await rig.FailureAsync(() => Python<int>(With("answer", deps)));
        Assert.Equal((FailureKind.Executor, "deps-pip"), (failure.Kind, failure.Type));
        Assert.Contains("No matching distribution found for covalent_wheel==9.9", failure.Message, StringComparison.Ordinal);
        Assert.Contains("from versions: 1.0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pip_FromAnIndex_InstallsWhatTheIndexNames()
    {
        await using var rig = await OpenAsync();
        await using var server = new FileServer();
        var answer = Random.Shared.Next();
        var wheel = Wheel.Write(Path.Combine(rig.ResultsFolder, "index"), "covalent_wheel", "3.0", answer);
        server.Files["/simple/covalent-wheel/"] = System.Text.Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><body><a href=\"../../files/{Path.GetFileName(wheel)}\">{Path.GetFileName(wheel)}</a></body></html>");
        server.Files[$"/files/{Path.GetFileName(wheel)}"] = await System.IO.File.ReadAllBytesAsync(wheel);
        var deps = new DepsPip("covalent_wheel==3.0") { IndexUrl = server.Address + "/simple" };
        Assert.Equal(answer, await rig.ValueAsync(() => Python<int>(With("answer", deps))));
        Assert.Contains(server.Requests, request => request.Path == "/simple/covalent-wheel/");
        Assert.Contains(server.Requests, request => request.Path == $"/files/{Path.GetFileName(wheel)}");
        Directory.Delete(await rig.ValueAsync(() => Python<string>(With("prefix", deps))), recursive: true);
    }

    [Fact]
    public async Task Pip_ForACSharpElectron_IsWhatItsProgramsFind()
    {
        await using var rig = await OpenAsync(LocalExecutor.Process);
        var answer = Random.Shared.Next();
        var options = new ElectronOptions { Python = Pythons.Pip, Deps = [new DepsPip("covalent_wheel") { WheelFolder = Wheels(rig.ResultsFolder, "1.0", answer) }] };
        var said = (await rig.ValueAsync(() => Electron(() => PreparedTasks.AskPython("import covalent_wheel, sys; print(covalent_wheel.answer(), sys.prefix)"), null, options))).Split(' ');
        Assert.Equal((answer.ToString(System.Globalization.CultureInfo.InvariantCulture), said[1]), (said[0], said[2]));
        Directory.Delete(said[1], recursive: true);
        Assert.NotEqual(said[1], await rig.ValueAsync(() => Electron(() => Dask.DaskTasks.Variable("VIRTUAL_ENV"))));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Bash_RunsBeforeTheTask_AndItsFailureFailsIt(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var marker = Path.Combine(rig.ResultsFolder, "made by bash");
        var fine = new ElectronOptions { Deps = [new DepsBash($"printf yes > '{marker}'")] };
        Assert.Equal("yes", await rig.ValueAsync(() => Electron(() => PreparedTasks.Read(marker), null, fine)));
        var broken = new ElectronOptions { Deps = [new DepsBash("true", "echo no luck >&2; exit 4")] };
        var failure = await rig.FailureAsync(() => Electron(() => PreparedTasks.Read(marker), null, broken));
        Assert.Equal(($"deps-bash"), failure.Type);
        Assert.Contains("ended with exit code 4", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no luck", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_OncePerMachine_RunsOnce()
    {
        await using var rig = await OpenAsync();
        var counter = Path.Combine(rig.ResultsFolder, "counter");
        var options = new ElectronOptions { Deps = [new DepsBash($"echo x >> '{counter}'") { OncePerMachine = true }] };
        Assert.Equal("x", await rig.ValueAsync(() => Electron(() => PreparedTasks.Read(counter), null, options)));
        Assert.Equal("x", await rig.ValueAsync(() => Electron(() => PreparedTasks.Read(counter), null, options)));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Module_TravelsAndIsImportable(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var module = Path.Combine(rig.ResultsFolder, "helper_module.py");
        await System.IO.File.WriteAllTextAsync(module, "def help_with(value):\n    return value * 3\n");
        Assert.Equal(21, await rig.ValueAsync(() => Python<int>(With("helped", new DepsModule(module)), 7)));
    }

    [Fact]
    public async Task NuGet_PackageFromAFolder_IsLoadedByName()
    {
        await using var rig = await OpenAsync(LocalExecutor.Process);
        var name = $"CovalentPlugin{Guid.NewGuid():N}";
        var folder = NuGetPackage.Write(rig.ResultsFolder, name, "1.2.3");
        var options = new ElectronOptions { Deps = [new DepsNuGet(name, "1.2.3") { Folder = folder }] };
        Assert.Equal(name, await rig.ValueAsync(() => Electron(() => PreparedTasks.LoadAssembly(name), null, options)));
        Assert.Contains("There is no Missing.1.0.nupkg", Assert.Throws<WorkflowBuildException>(() => new DepsNuGet("Missing", "1.0") { Folder = folder }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NuGet_PackageOfAFeed_IsLoadedByName()
    {
        await using var rig = await OpenAsync(LocalExecutor.Process);
        await using var server = new FileServer();
        var name = $"CovalentPlugin{Guid.NewGuid():N}";
        var lower = name.ToLowerInvariant();
        var folder = NuGetPackage.Write(rig.ResultsFolder, name, "1.2.3");
        server.Files[$"/flat/{lower}/1.2.3/{lower}.1.2.3.nupkg"] = await System.IO.File.ReadAllBytesAsync(Path.Combine(folder, $"{name}.1.2.3.nupkg"));
        server.Files["/v3/index.json"] = System.Text.Encoding.UTF8.GetBytes($$"""{"version":"3.0.0","resources":[{"@id":"{{server.Address}}/query","@type":"SearchQueryService"},{"@id":"{{server.Address}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}""");
        var options = new ElectronOptions { Deps = [new DepsNuGet(name, "1.2.3") { Feed = server.Address + "/v3/index.json" }] };
        Assert.Equal(name, await rig.ValueAsync(() => Electron(() => PreparedTasks.LoadAssembly(name), null, options)));
        var missing = new ElectronOptions { Deps = [new DepsNuGet(name, "9.9.9") { Feed = server.Address + "/v3/index.json" }] };
        Assert.Contains("answered 404", (await rig.FailureAsync(() => Electron(() => PreparedTasks.LoadAssembly(name), null, missing))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attribute_DeclaresDependencies()
    {
        await using var rig = await OpenAsync();
        Assert.Equal("from the attribute", await rig.ValueAsync(() => Electron(() => PreparedTasks.ReadPrepared())));
    }

    [Fact]
    [Trait("Checklist", "11")]
    public async Task Lattice_GivesItsDependenciesToElectronsWithoutTheirOwn()
    {
        await using var rig = await OpenAsync();
        var (ofLattice, ofElectron) = (Path.Combine(rig.ResultsFolder, "lattice"), Path.Combine(rig.ResultsFolder, "electron"));
        var dispatch = new DispatchOptions { Electrons = new ElectronOptions { Deps = [new DepsBash($"echo ran > '{ofLattice}'")] } };
        var own = new ElectronOptions { Deps = [new DepsBash($"echo ran > '{ofElectron}'")] };
        Func<Node<int>> lattice = () =>
        {
            var first = Electron(() => PreparedTasks.Add(1, 1));
            return Wait(Electron(() => PreparedTasks.Add(2, 2), null, own), first);
        };
        var recorded = Core.Recording.LatticeCall.Record(lattice.Method, lattice.Target, [], dispatch);
        var commands = recorded.Graph.Templates.Select(template => ((DepsBash)Assert.Single(template.Options.Deps!)).Commands[0]).ToArray();
        Assert.Contains(ofLattice, commands[0], StringComparison.Ordinal);
        Assert.Contains(ofElectron, commands[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Checklist", "13")]
    public void Options_OfAllKinds_SurviveTheirJson()
    {
        var options = new ElectronOptions
        {
            Deps = [new DepsBash("a", "b"), new DepsPip("x==1") { IndexUrl = "https://index.example/simple", Isolated = true }, new DepsNuGet("A.B", "1.0") { Feed = "https://feed.example" }, new DepsModule(File)],
            CallBefore = [DepsCall.Of(() => PreparedTasks.Add(1, 2), into: "a")],
            CallAfter = [DepsCall.Of(() => PreparedTasks.Note("x", "y"))],
            Files = [FileTransfer.FromRemote("https://example.org/a", "b") with { Sha256 = "00" }, FileTransfer.ToRemote(null, "s3://bucket/c")],
            Python = "venv:/opt/v",
        };
        var json = Core.Graph.OptionsJson.Write(options);
        Assert.Equal(json.ToJsonString(), Core.Graph.OptionsJson.Write(Core.Graph.OptionsJson.Read(json)).ToJsonString());
    }

    [Fact]
    public void Construction_RefusesWhatCannotWork()
    {
        Assert.Contains("is not a package", Assert.Throws<ArgumentException>(() => new DepsPip("--pre")).Message, StringComparison.Ordinal);
        Assert.Contains("was not found", Assert.Throws<WorkflowBuildException>(() => new DepsModule("no_such_file.py")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no *.whl in", Assert.Throws<WorkflowBuildException>(() => new DepsPip("x") { WheelFolder = "/no/such/folder" }).Message, StringComparison.Ordinal);
    }

    private static PythonFunction With(string name, params Dependency[] deps) =>
        new(File, name) { Interpreter = Pythons.Pip, Options = new ElectronOptions { Deps = deps } };

    private static string Wheels(string folder, string version, int answer)
    {
        var wheels = Path.Combine(folder, "wheels");
        Wheel.Write(wheels, "covalent_wheel", version, answer);
        return wheels;
    }
}
