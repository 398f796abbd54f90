using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

/// <summary>What a worker leaves about how far its task is.</summary>
public sealed class ProgressNoteTests
{
    [Theory]
    [InlineData(0.25, "half way, \n '$(x)'; 量子 🧪")]
    [InlineData(1, "")]
    [InlineData(0, null)]
    public void Note_WrittenAndRead_IsTheSame(double fraction, string? message)
    {
        var note = new ProgressNote(638_000_000_000_000_000, fraction, message);
        Assert.Equal(note, ProgressNote.TryParse(note.ToLine() + "\n"));
        Assert.DoesNotContain('\n', note.ToLine());
        Assert.True(System.Text.Ascii.IsValid(note.ToLine()));
    }

    [Fact]
    public void Message_ThatIsVeryLong_IsCut()
    {
        var read = ProgressNote.TryParse(new ProgressNote(1, 0.5, new string('x', 100_000)).ToLine())!.Value;
        Assert.Equal(ProgressNote.LongestMessage, read.Message!.Length);
        Assert.EndsWith("x…", read.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 NaN")]
    [InlineData("1 2")]
    [InlineData("1 -0.5")]
    [InlineData("1 1e-3")]
    [InlineData("-1 0.5")]
    [InlineData("1 0.5 !!!!")]
    [InlineData("1 0.5 aGFsZg")]
    [InlineData("1 0.5 aGFsZg== more")]
    public void Line_ThatIsNoneOfOurs_IsNoNote(string line) => Assert.Null(ProgressNote.TryParse(line));

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(7, 1)]
    [InlineData(0.5, 0.5)]
    public void Share_OfAnyNumber_IsBetweenNothingAndAll(double fraction, double share) => Assert.Equal(share, ProgressNote.Share(fraction));
}
