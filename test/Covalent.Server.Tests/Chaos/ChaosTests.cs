namespace Covalent.Server.Tests.Chaos;

/// <summary>The chaos run: short here, as long as wanted by <c>eng/chaos.sh</c>.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Checklist", "37")]
    public async Task Dispatches_UnderKills_AllEndRightAndLeaveNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds workers in /proc");
        var seconds = Number("CHAOS_SECONDS", 15);
        var dispatches = Number("CHAOS_DISPATCHES", 40);
        var seed = Number("CHAOS_SEED", Random.Shared.Next());
        var folder = TestServer.NewFolder();
        await using var places = ChaosPlaces.Open(folder, Environment.GetEnvironmentVariable("CHAOS_EXECUTORS") is { Length: > 0 } names ? names : "local");
        await using var run = new ChaosRun(folder, dispatches, TimeSpan.FromSeconds(seconds), seed, places);
        await run.RunAsync();
        var counts = run.Counts;
        output.WriteLine($"seed {seed}, executors {string.Join(',', places.Names)}\n{counts}");
        if (Environment.GetEnvironmentVariable("CHAOS_REPORT") is { Length: > 0 } report)
        {
            await File.WriteAllTextAsync(report, $"seed {seed}, executors {string.Join(',', places.Names)}\n{counts}");
        }

        Assert.True(counts.Seen.Count >= dispatches, counts.ToString());
        Assert.True(counts is { NotTerminal: 0, Missing: 0, Wrong.Count: 0, Recomputed.Count: 0 }, counts.ToString());
        Assert.True(counts is { ProcessesLeft: 0, ScratchFolders: 0, EngineLocks: 0 }, counts.ToString());
        Directory.Delete(folder, recursive: true);
    }

    private static int Number(string variable, int fallback) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : fallback;
}
