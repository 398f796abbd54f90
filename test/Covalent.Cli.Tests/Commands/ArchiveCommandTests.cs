using System.IO.Compression;
using System.Text.Json;
using Covalent.Cli.Tests.Setup;

namespace Covalent.Cli.Tests.Commands;

public sealed class ArchiveCommandTests : IAsyncDisposable
{
    private readonly DataFolder _from = new();
    private readonly DataFolder _to = new();

    private string Archive => Path.Combine(_from.Root, "run.zip");

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
        Assert.Contains("Imported " + id, import.Out, StringComparison.Ordinal);
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

        Assert.Contains("1 sublattices", import.Out, StringComparison.Ordinal);
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

        Assert.Equal((0, ""), (again.ExitCode, again.Out));
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse((await _to.RunAsync("list", "--json")).Out).RootElement.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Export_OfARunningDispatchOrOverAFile_IsRefused()
    {
        var running = await _from.StartAsync(Lattices.Endless);
        var done = await _from.CompleteAsync(() => Lattices.Hello());
        await File.WriteAllTextAsync(Archive, "mine");

        Assert.Equal(ExitCodes.NotYet, (await _from.RunAsync("export", running, "-o", Path.Combine(_from.Root, "new.zip"))).ExitCode);
        Assert.Equal(ExitCodes.Input, (await _from.RunAsync("export", done, "-o", Archive)).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(Archive));
        Assert.Equal(0, (await _from.RunAsync("export", done, "-o", Archive, "--force")).ExitCode);
    }

    [Theory]
    [InlineData("no zip at all", null)]
    [InlineData(null, """{"format":99,"dispatches":["a"]}""")]
    [InlineData(null, """{"format":1,"dispatches":["a"]}""")]
    [InlineData(null, """{"format":1,"dispatches":[]}""")]
    [InlineData(null, """{"format":"x"}""")]
    [InlineData(null, "[[[")]
    public async Task Import_OfSomethingElse_SaysSoAndWritesNothing(string? text, string? manifest)
    {
        await MakeAsync(text, manifest);

        var run = await _to.RunAsync("import", Archive);

        Assert.Equal((ExitCodes.Input, ""), (run.ExitCode, run.Out));
        Assert.Contains("archive", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_to.Data));
    }

    [Fact]
    public async Task Import_OfAnArchiveWithAnEntryChanged_WritesNothing()
    {
        var id = await _from.CompleteAsync(() => Lattices.Hello());
        await _from.RunAsync("export", id, "-o", Archive);
        foreach (var name in new[] { "0/document.bin", "0/nodes.json", "0/dispatch.json" })
        {
            var copy = Path.Combine(_from.Root, "copy.zip");
            File.Copy(Archive, copy, overwrite: true);
            await using (var zip = await ZipFile.OpenAsync(copy, ZipArchiveMode.Update))
            {
                zip.GetEntry(name)!.Delete();
                await using var entry = await zip.CreateEntry(name).OpenAsync();
                await entry.WriteAsync("{\"dispatch_id\":\"../../x\"}"u8.ToArray());
            }

            var run = await _to.RunAsync("import", copy);

            Assert.NotEqual(0, run.ExitCode);
            Assert.False(Directory.Exists(_to.Data));
        }
    }

    private async Task MakeAsync(string? text, string? manifest)
    {
        if (text is not null)
        {
            await File.WriteAllTextAsync(Archive, text);
            return;
        }

        await using var zip = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Create);
        await using var entry = await zip.CreateEntry("covalent-export.json").OpenAsync();
        await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes(manifest!));
    }
}
