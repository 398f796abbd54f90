using System.Net.Sockets;
using Covalent.Core.Execution;
using Covalent.Executors.Local;

namespace Covalent.Executors.Tests.Local;

public sealed class WorkerDoorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-door-").FullName;

    private string SocketPath => Path.Combine(_folder, "door");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Worker_OfAnotherProtocol_IsTurnedAwayWithBothVersions(bool tellsItsVersion)
    {
        using var door = new WorkerDoor(SocketPath);
        var knocks = door.ExpectAsync("secret");
        using var guest = Knock(99, "secret", writer =>
        {
            if (tellsItsVersion)
            {
                writer.Byte(HelloFrame.Orders);
                writer.Text("9.9.9");
            }
        });
        var e = await Assert.ThrowsAsync<VersionMismatchException>(() => knocks);
        Assert.Contains(tellsItsVersion ? "Covalent 9.9.9 (worker protocol 99)" : "another version of Covalent (worker protocol 99)", e.Message);
        Assert.Contains($"this dispatcher is Covalent {CovalentVersion.Text} (worker protocol {CovalentVersion.Protocol})", e.Message);
        Assert.Contains("build the application with the dispatcher's version", e.Message);
    }

    [Fact]
    public async Task Stranger_OfAnotherProtocol_ChangesNothing()
    {
        using var door = new WorkerDoor(SocketPath);
        var knocks = door.ExpectAsync("secret");
        using var stranger = Knock(99, "guess", writer => writer.Byte(HelloFrame.Orders));
        Assert.Equal(0, await stranger.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        using var orders = Knock(CovalentVersion.Protocol, "secret", writer => End(writer, HelloFrame.Orders));
        using var results = Knock(CovalentVersion.Protocol, "secret", writer => End(writer, HelloFrame.Results));
        var (first, second) = await knocks;
        first.Dispose();
        second.Dispose();
    }

    private static void End(FrameWriter writer, byte role)
    {
        writer.Byte(role);
        writer.Text(CovalentVersion.Text);
    }

    private Socket Knock(int protocol, string secret, Action<FrameWriter> rest)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        var writer = new FrameWriter();
        writer.Begin(FrameKind.Hello);
        writer.Int(protocol);
        writer.Text(secret);
        rest(writer);
        writer.End();
        foreach (var piece in writer.Pieces())
        {
            socket.Send(piece.Span);
        }

        return socket;
    }
}
