using Covalent.Core.Execution;
using Covalent.Worker.Output;

namespace Covalent.Worker.Tests.Output;

/// <summary>How far a task is, told while it runs.</summary>
public sealed class TaskProgressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-progress-").FullName;
    private readonly HeldClock _clock = new();
    private readonly List<ProgressNote> _told = [];

    private string File => Path.Combine(_folder, "outcome.progress");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Words_BetweenTwoTellings_AreToldAsTheLastOne()
    {
        var progress = new TaskProgress(File, _told.Add, _clock);
        for (var i = 0; i <= 1000; i++)
        {
            progress.Report(i / 1000.0, $"step {i}");
        }

        Assert.Empty(_told);
        _clock.RunOut(0);
        _clock.RunOut(0);
        Assert.Equal((1, "step 1000"), (Assert.Single(_told).Fraction, _told[0].Message));
        Assert.Equal(_told[0], ProgressNote.TryParse(System.IO.File.ReadAllText(File)));
    }

    [Fact]
    public void Words_OneAfterTheOther_AreTellingLaterTimes()
    {
        var progress = new TaskProgress(File, _told.Add, _clock);
        for (var i = 0; i < 3; i++)
        {
            progress.Report(0.5, null);
            _clock.RunOut(0);
        }

        Assert.Equal(1, _clock.Timers);
        Assert.Equal(_told.Select(note => note.Time).Distinct().Order(), _told.Select(note => note.Time));
    }

    [Fact]
    public void End_OfATask_TellsItsLastWordAndLeavesNoFile()
    {
        var progress = new TaskProgress(File, _told.Add, _clock);
        progress.Report(0.5, null);
        _clock.RunOut(0);
        progress.Report(1, "done");
        progress.End();
        progress.Report(0, "too late");
        _clock.RunOut(0);
        Assert.Equal([0.5, 1.0], _told.Select(note => note.Fraction));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void End_OfATaskThatSaidNothing_CostsNothing()
    {
        new TaskProgress(File, _told.Add, _clock).End();
        Assert.Equal(0, _clock.Timers);
        Assert.Empty(_told);
    }

    [Fact]
    public void File_ThatCannotBeWritten_HarmsNobody()
    {
        var progress = new TaskProgress(Path.Combine(_folder, "not there", "progress"), _told.Add, _clock);
        progress.Report(0.5, null);
        _clock.RunOut(0);
        progress.End();
        Assert.Single(_told);
    }
}
