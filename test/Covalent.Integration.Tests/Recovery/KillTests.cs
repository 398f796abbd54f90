using Covalent.Engine;
using Covalent.Testing;

namespace Covalent.Integration.Tests.Recovery;

public sealed class KillTests : IDisposable
{
    private const int Kills = 25;
    private const int LongestLife = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "covalent-kill", Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "Checklist 37: killed at random moments, again and again: nothing is lost, nothing stored runs again, results are the same")]
    [Trait("Checklist", "37")]
    public async Task Process_KilledAgainAndAgain_LosesNothing()
    {
        Directory.CreateDirectory(_folder);
        using var patience = new CancellationTokenSource(Patience);
        var random = new Random(Environment.TickCount);
        var kills = 0;
        while (kills < Kills)
        {
            using var victim = Victim.Start(DataFolder, Journal);
            await victim.WorkingAsync(patience.Token);
            await RandomMoment.PassAsync(random, TimeSpan.FromMilliseconds(LongestLife), patience.Token);
            if (!await victim.KillAsync(patience.Token))
            {
                break;
            }

            kills++;
        }

        using (var last = Victim.Start(DataFolder, Journal))
        {
            await last.EndAsync(patience.Token);
        }

        Assert.True(kills >= 3, $"Only {kills} kills came before the end; the work is too short to show anything.");
        Assert.Empty(RunAgainAfterStored(await File.ReadAllLinesAsync(Journal, patience.Token)));
        await AssertResultsAsync();
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private string Journal => Path.Combine(_folder, "journal");

    private static IEnumerable<string> RunAgainAfterStored(string[] journal)
    {
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in journal)
        {
            var (verb, node) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (verb == "stored")
            {
                stored.Add(node);
            }
            else if (stored.Contains(node))
            {
                yield return line;
            }
        }
    }

    private async Task AssertResultsAsync()
    {
        await using var dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions { DataFolder = DataFolder, Executors = _ => null });
        object[] expected = [ExpectedResults.Chain(), ExpectedResults.Layers(), ExpectedResults.Nested(), ExpectedResults.Large(), ExpectedResults.Chain(), ExpectedResults.Layers()];
        for (var i = 0; i < expected.Length; i++)
        {
            var end = await dispatcher.GetAsync($"dispatch-{i}");
            Assert.True(end.Status == Status.Completed, $"dispatch-{i} is {end.Status}: {end.Error}");
            Assert.Equal(end.NodeCount, end.CompletedCount);
            var result = await dispatcher.GetResultAsync(end.DispatchId);
            Assert.Equal(expected[i], result!.Decode(expected[i].GetType()));
        }
    }
}
