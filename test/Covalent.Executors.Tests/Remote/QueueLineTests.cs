using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests.Remote;

/// <summary>What a queue's workers say, and what a full disk or two writers may make of it.</summary>
public sealed class QueueLineTests
{
    private static readonly string Whole = Convert.ToBase64String(Encoding.ASCII.GetBytes("the outcome"));

    [Fact]
    public void Line_WithAWholeOutcome_BringsIt()
    {
        var line = QueueLine.Parse($"covalent-1-2 outcome 11 {Whole}");
        Assert.Equal(("covalent-1-2", QueueWord.Ended), (line.Job, line.Word));
        Assert.Equal("the outcome", Encoding.ASCII.GetString(line.Outcome!.Value.Span));
    }

    [Fact]
    public void Line_WithANameAlone_SaysThatTheOutcomeIsThere() => Assert.Equal(new QueueLine("covalent-1-2", QueueWord.Ended), QueueLine.Parse("covalent-1-2"));

    [Fact]
    public void Line_OfALongerTask_SaysThatItRuns() => Assert.Equal(new QueueLine("j", QueueWord.Running), QueueLine.Parse("j running"));

    [Fact]
    public void Line_ThatTellsHowFarAJobIs_BringsIt()
    {
        var line = QueueLine.Parse("j progress 12 0.25 aGFsZg==");
        Assert.Equal(("j", QueueWord.Progress, new ProgressNote(12, 0.25, "half")), (line.Job, line.Word, line.Progress));
    }

    [Theory]
    [InlineData("j progress")]
    [InlineData("j progress 12 0.25 !")]
    [InlineData("j died")]
    [InlineData(" following")]
    [InlineData(". broken")]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("j outcome 0 ")]
    [InlineData("j outcome 11")]
    [InlineData("j outcome 11 !!!!")]
    [InlineData("j outcome 12 dGhlIG91dGNvbWU=")]
    [InlineData("j outcome 11 dGhlIG91")]
    [InlineData("j outcome 11 dGhlIG91dGNvbWU=k outcome 11 dGhlIG91dGNvbWU=")]
    [InlineData("j outcome 99999999999999 dGhl")]
    public void Line_ThatSaysNothingSure_IsWorthALookAndNoOutcome(string line)
    {
        var read = QueueLine.Parse(line);
        Assert.Equal(QueueWord.Look, read.Word);
        Assert.Null(read.Outcome);
    }
}
