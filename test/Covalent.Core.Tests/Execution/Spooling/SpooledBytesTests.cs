using System.Net.Sockets;
using System.Security.Cryptography;
using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

public sealed class SpooledBytesTests : IDisposable
{
    private const int Size = SpooledBytes.Threshold + 12_345;
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-spool-").FullName;
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(Size);

    [Fact]
    public void SpooledBytes_ReadInAnyWay_AreWhatWasAppended()
    {
        var spooled = Spooled();
        Assert.True(SpooledBytes.IsSpooled(spooled));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_bytes)), SpooledBytes.HashOf(spooled));
        Assert.Equal(_bytes[..1000], SpooledBytes.Head(spooled)[..1000].ToArray());
        Assert.Equal(_bytes[5..300], SpooledBytes.Settle(spooled[5..300]).ToArray());
        Assert.Equal(_bytes[7..^9], SpooledBytes.Copy(spooled[7..^9]));
        Assert.Equal(_bytes, SpooledBytes.Pieces(spooled).SelectMany(piece => piece.ToArray()).ToArray());
        using var stream = SpooledBytes.OpenRead(spooled);
        stream.Position = Size - 10;
        var end = new byte[20];
        Assert.Equal(10, stream.Read(end));
        Assert.Equal(_bytes[^10..], end[..10]);
        Assert.True(SpooledBytes.IsSpooled(spooled));
    }

    [Fact]
    public void SpooledBytes_AskedForAsASpan_AreReadInOnceAndStayGood()
    {
        var spooled = Spooled();
        var part = spooled[100..200].Span;
        Assert.Equal(_bytes[100..200], part.ToArray());
        Assert.False(SpooledBytes.IsSpooled(spooled));
        Assert.Equal(_bytes, SpooledBytes.Pieces(spooled).SelectMany(piece => piece.ToArray()).ToArray());
        using var pin = spooled.Pin();
    }

    [Fact]
    public void ASpool_HasNoNameOnDisk_SoNothingIsLeftOfIt()
    {
        var spooled = Spooled();
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 0, Directory.GetFiles(_folder).Length);
        Assert.Equal(Size, spooled.Length);
    }

    [Fact]
    public void AFile_ReadAsBytes_StaysOnDiskWhenItIsLarge()
    {
        var large = Path.Combine(_folder, "large");
        var small = Path.Combine(_folder, "small");
        File.WriteAllBytes(large, _bytes);
        File.WriteAllBytes(small, _bytes[..100]);
        var read = SpooledBytes.OfFile(large);
        File.Delete(large);
        Assert.Equal((true, false), (SpooledBytes.IsSpooled(read), SpooledBytes.IsSpooled(SpooledBytes.OfFile(small))));
        Assert.Equal(_bytes, SpooledBytes.Copy(read));
    }

    [Fact]
    public void AFile_CutShortMeanwhile_IsToldAndNotPaddedWithZeros()
    {
        var path = Path.Combine(_folder, "large");
        File.WriteAllBytes(path, _bytes);
        var read = SpooledBytes.OfFile(path);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.SetLength(1000);
        }

        Assert.Contains("altered", Assert.Throws<IOException>(() => SpooledBytes.HashOf(read)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACompletedFrame_WithALargeResult_ComesToRestInAFile_AndGoesOutAgain()
    {
        var outcome = new TaskOutcome
        {
            Status = Status.Completed,
            StartedAt = 5,
            EndedAt = 9,
            PeakMemory = 7,
            Result = new EncodedValue(PayloadCodecs.Binary, _bytes),
            ResultHead = new byte[] { 1, 2, 3 },
        };
        var first = await PassAsync(writer => CompletedFrame.Write(writer, 42, outcome));
        var (ticket, read) = CompletedFrame.Read(first, isOwned: true);
        Assert.Equal((42, 5L, 9L, 7L), (ticket, read.StartedAt, read.EndedAt, read.PeakMemory));
        Assert.Equal([1, 2, 3], read.ResultHead.ToArray());
        Assert.True(SpooledBytes.IsSpooled(read.Result.Bytes));
        var again = await PassAsync(writer => CompletedFrame.Write(writer, 43, read));
        Assert.Equal(_bytes, SpooledBytes.Copy(CompletedFrame.Read(again, isOwned: true).Outcome.Result.Bytes));
        Assert.True(SpooledBytes.IsSpooled(read.Result.Bytes));
    }

    [Fact]
    public void AnOutcomeFile_WithALargeResultAndOutput_LeavesOnlyTheResultOnDisk()
    {
        var path = Path.Combine(_folder, "outcome");
        OutcomeCodec.WriteFile(path, new TaskOutcome
        {
            Status = Status.Completed,
            Stdout = "printed"u8.ToArray(),
            Result = new EncodedValue(PayloadCodecs.Binary, _bytes),
        }, new OutcomeOrigin("d", 1, 2));
        var (outcome, origin) = OutcomeCodec.Read(SpooledBytes.OfFile(path));
        Assert.Equal(new OutcomeOrigin("d", 1, 2), origin);
        Assert.Equal("printed"u8.ToArray(), outcome.Stdout.ToArray());
        Assert.True(SpooledBytes.IsSpooled(outcome.Result.Bytes));
        Assert.Equal(_bytes, SpooledBytes.Copy(outcome.Result.Bytes));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ReadOnlyMemory<byte> Spooled()
    {
        using var spool = new Spool(_folder);
        spool.Append(_bytes.AsSpan(0, 1000));
        spool.Append(_bytes.AsSpan(1000));
        return spool.Take();
    }

    private async Task<ReadOnlyMemory<byte>> PassAsync(Action<FrameWriter> write)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N")[..8]);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await left.ConnectAsync(new UnixDomainSocketEndPoint(path));
        using var right = await listener.AcceptAsync();
        var sending = Task.Run(() =>
        {
            var writer = new FrameWriter();
            write(writer);
            foreach (var piece in writer.Pieces())
            {
                for (var rest = piece; !rest.IsEmpty;)
                {
                    rest = rest[left.Send(rest.Span)..];
                }
            }
        });
        Assert.True(new FrameReader(right, _folder).TryRead(out _, out var contents, out var isOwned));
        Assert.True(isOwned);
        await sending;
        return contents;
    }
}
