using System.Text;
using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

public sealed class CappedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    public void Buffer_WithinItsCapacity_KeepsEverything(int length)
    {
        var text = new string('x', length);
        Assert.Equal(text, Fill(100, 7, text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(5000)]
    public void Buffer_OverItsCapacity_KeepsBeginningAndEndAndSaysHowMuchIsMissing(int piece)
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i:0000};"));
        var kept = Fill(100, piece, text);
        Assert.StartsWith(text[..50], kept, StringComparison.Ordinal);
        Assert.EndsWith(text[^50..], kept, StringComparison.Ordinal);
        Assert.Contains("4900 bytes left out", kept, StringComparison.Ordinal);
    }

    private static string Fill(int capacity, int piece, string text)
    {
        var buffer = new CappedBuffer(capacity);
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(piece))
        {
            buffer.Append(chunk);
        }

        return Encoding.UTF8.GetString(buffer.ToMemory().Span);
    }
}
