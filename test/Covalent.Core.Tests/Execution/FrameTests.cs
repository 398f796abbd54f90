using System.Net.Sockets;
using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

public sealed class FrameTests
{
    [Fact]
    public async Task Frames_SmallAndLarge_ArriveWhole()
    {
        var (left, right) = await PairAsync();
        using (left)
        using (right)
        {
            var sizes = new[] { 0, 1, 100, 70_000, 130_000, 300_000, 5_000_000, 3 };
            var sending = Task.Run(() =>
            {
                var writer = new FrameWriter();
                foreach (var size in sizes)
                {
                    writer.Begin(FrameKind.Run);
                    writer.Int(size);
                    writer.Bytes(Enumerable.Range(0, size).Select(i => (byte)i).ToArray());
                    writer.End();
                }

                foreach (var piece in writer.Pieces())
                {
                    left.Send(piece.Span);
                }
            });
            var reader = new FrameReader(right);
            foreach (var size in sizes)
            {
                Assert.True(reader.TryRead(out var kind, out var contents, out _));
                var fields = new FrameFields(contents);
                Assert.Equal((FrameKind.Run, size), (kind, fields.Int()));
                var bytes = fields.Bytes();
                Assert.Equal(size, bytes.Length);
                Assert.True(size == 0 || bytes.Span[^1] == (byte)(size - 1));
            }

            await sending;
            left.Dispose();
            Assert.False(reader.TryRead(out _, out _, out _));
        }
    }

    [Fact]
    public void Frame_Abandoned_LeavesTheOthersAlone()
    {
        var writer = new FrameWriter();
        writer.Begin(FrameKind.Retire);
        writer.End();
        var before = writer.Length;
        writer.Begin(FrameKind.Run);
        writer.Bytes(new byte[200_000]);
        writer.Text("half");
        writer.Abandon();
        Assert.Equal(before, writer.Length);
        Assert.Equal(before, writer.Pieces().Sum(piece => piece.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Frames_OfAWorkerGoneMad_EndInOneClearError(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            ReadOrRefuse(() => CompletedFrame.Read(bytes, isOwned: false));
            ReadOrRefuse(() => HelloFrame.Read(bytes));
            ReadOrRefuse(() => new FrameFields(bytes).Text());
        }
    }

    [Fact]
    public async Task Frame_WithALyingLength_CostsNothing()
    {
        var (left, right) = await PairAsync();
        using (left)
        using (right)
        {
            left.Send([0x00, 0xFF, 0xFF, 0x7F, 5, 1, 2, 3]);
            left.Dispose();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.False(new FrameReader(right).TryRead(out _, out _, out _));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        }
    }

    [Fact]
    public async Task Frame_OfImpossibleLength_IsRefused()
    {
        var (left, right) = await PairAsync();
        using (left)
        using (right)
        {
            left.Send([0, 0, 0, 0x80, 5]);
            Assert.Throws<CovalentException>(() => new FrameReader(right).TryRead(out _, out _, out _));
        }
    }

    private static void ReadOrRefuse(Action read)
    {
        try
        {
            read();
        }
        catch (CovalentException)
        {
            // The one clear error.
        }
    }

    private static async Task<(Socket Left, Socket Right)> PairAsync()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-frames-").FullName;
        try
        {
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "s")));
            listener.Listen();
            var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var accepted = listener.AcceptAsync();
            await left.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(folder, "s")));
            return (left, await accepted);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
