using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class ArchiveCommandTests : IAsyncDisposable
{
    private readonly DataFolder _from = new();
    private readonly DataFolder _to = new();

    private string Archive => Path.Combine(_from.Root, "run.covalent");

    public async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task ExportAndImport_KeepEverythingThatIsShown()
    {
        var id = await _from.CompleteAsync(Lattices.Talking);

        var export = await _from.RunAsync("export", id, "-o", Archive);
        var import = await _to.RunAsync("import", Archive);

        Assert.Equal((0, 0), (export.ExitCode, import.ExitCode));
        Assert.Equal($"{id} (Chat, COMPLETED) is in {_to.Data}.\n", import.Out);
        foreach (var verb in new[] { new[] { "show", id, "--json" }, ["list", "--json"], ["result", id, "--json"], ["stdout", id], ["stderr", id] })
        {
            Assert.Equal(await _from.RunAsync(verb), await _to.RunAsync(verb));
        }
    }

    [Fact]
    public async Task ExportAndImport_OfAFailure_KeepItsStory()
    {
        var id = await _from.CompleteAsync(Lattices.Broken);
        await _from.RunAsync("export", id, "-o", Archive);

        await _to.RunAsync("import", Archive);

        Assert.Equal(await _from.RunAsync("show", id, "--node", "1"), await _to.RunAsync("show", id, "--node", "1"));
        Assert.Equal((await _from.RunAsync("watch", id)).ExitCode, (await _to.RunAsync("watch", id)).ExitCode);
    }

    [Fact]
    public async Task ExportAndImport_OfLargeValuesAndSublattices_KeepThem()
    {
        var id = await _from.CompleteAsync(Lattices.Nested);
        await _from.RunAsync("export", id, "-o", Archive);

        var import = await _to.RunAsync("import", Archive);

        Assert.Equal(0, import.ExitCode);
        Assert.Equal(await _from.RunAsync("list", "--sublattices", "--json"), await _to.RunAsync("list", "--sublattices", "--json"));
        var result = await _to.RunAsync("result", id);
        Assert.Equal(await _from.RunAsync("result", id), result);
        Assert.True(result.Out.Length > 20_000);
    }

    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        var id = await _from.CompleteAsync(() => Lattices.Hello());
        await _from.RunAsync("export", id, "-o", Archive);
        await _to.RunAsync("import", Archive);

        var again = await _to.RunAsync("import", Archive);

        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Equal(1, JsonDocument.Parse((await _to.RunAsync("list", "--json")).Out).RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Export_OfARunningDispatchOrOverAFile_IsRefused()
    {
        var running = await _from.StartAsync(Lattices.Endless);
        var done = await _from.CompleteAsync(() => Lattices.Hello());
        await File.WriteAllTextAsync(Archive, "mine");

        Assert.Equal(ExitCodes.NotYet, (await _from.RunAsync("export", running, "-o", Path.Combine(_from.Root, "new.covalent"))).ExitCode);
        Assert.Equal(ExitCodes.Input, (await _from.RunAsync("export", done, "-o", Archive)).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(Archive));
        Assert.Equal(0, (await _from.RunAsync("export", done, "-o", Archive, "--force")).ExitCode);
    }

    [Theory]
    [InlineData("no archive at all")]
    [InlineData("")]
    public async Task Import_OfSomethingElse_SaysSoAndTakesNothingIn(string text)
    {
        await File.WriteAllTextAsync(Archive, text);

        var run = await _to.RunAsync("import", Archive);

        Assert.Equal((ExitCodes.Input, ""), (run.ExitCode, run.Out));
        Assert.StartsWith($"{Archive} was not taken in: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_to.Data));
        Assert.Contains("No dispatches", (await _to.RunAsync("list")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAnArchiveThatWasCutOff_TakesNothingIn()
    {
        var id = await _from.CompleteAsync(Lattices.Nested);
        await _from.RunAsync("export", id, "-o", Archive);
        var whole = await File.ReadAllBytesAsync(Archive);
        await File.WriteAllBytesAsync(Archive, whole[..(whole.Length - 20)]);

        var run = await _to.RunAsync("import", Archive);

        Assert.Equal(ExitCodes.Input, run.ExitCode);
        Assert.Contains("it is cut off", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_to.Data));
        Assert.Contains("No dispatches", (await _to.RunAsync("list", "--sublattices")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ThatFails_LeavesAFolderInUseAsItWas()
    {
        var mine = await _to.CompleteAsync(() => Lattices.Hello());
        await File.WriteAllTextAsync(Archive, "CVX");

        var run = await _to.RunAsync("import", Archive);

        Assert.Equal(ExitCodes.Input, run.ExitCode);
        Assert.Contains(mine, (await _to.RunAsync("list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAFolder_SaysSo()
    {
        var run = await _to.RunAsync("import", _from.Root);

        Assert.Equal(ExitCodes.Input, run.ExitCode);
        Assert.Contains("is a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IntoAFolderThatIsNotThere_NamesTheFileThatWasWanted()
    {
        var id = await _from.CompleteAsync(() => Lattices.Hello());
        var path = Path.Combine(_from.Root, "nowhere", "run.covalent");

        var run = await _from.RunAsync("export", id, "-o", path);

        Assert.Equal(ExitCodes.Input, run.ExitCode);
        Assert.StartsWith($"There is no folder for {path}.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAFileThatIsNotThere_NamesItAndMakesNoFolder()
    {
        var run = await _to.RunAsync("import", Archive);

        Assert.Equal(ExitCodes.Input, run.ExitCode);
        Assert.Contains(Archive, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_to.Data));
    }

    [Fact]
    public async Task Backup_WhileTheEngineWorks_IsAFolderOfItsOwn()
    {
        var id = await _from.CompleteAsync(Lattices.Nested);
        await _from.StartAsync(Lattices.Endless);
        var copy = Path.Combine(_from.Root, "copy");

        var run = await _from.RunAsync("db", "backup", copy);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(await _from.RunAsync("result", id), await _to.RunAsync("result", id, "--data", copy));
        var again = await _from.RunAsync("db", "backup", copy);
        Assert.Equal((ExitCodes.Input, $"{copy} is there already, and a copy is never written over something. Name a new folder.\n"), (again.ExitCode, again.Error));
    }
}
