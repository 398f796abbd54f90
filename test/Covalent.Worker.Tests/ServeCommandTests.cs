using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Core.Recording;
using Covalent.Testing;
using Covalent.Worker.Commands;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests;

/// <summary>The worker as a pool knows it, spoken to frame by frame.</summary>
public sealed class ServeCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-serve-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Process _process = null!;
    private Socket _orders = null!;
    private Socket _results = null!;
    private FrameReader _reader = null!;
    private int _nextTemplate;

    public async ValueTask InitializeAsync()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "s")));
        _listener.Listen();
        var command = new WorkerRunCommand(_folder);
        _process = command.Start("a secret");
        var sockets = new Socket[2];
        for (var i = 0; i < 2; i++)
        {
            var guest = await _listener.AcceptAsync().WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
            Assert.True(new FrameReader(guest).TryRead(out var kind, out var contents, out _));
            var hello = HelloFrame.Read(contents);
            Assert.Equal((FrameKind.Hello, CovalentVersion.Protocol, "a secret"), (kind, hello.Protocol, hello.Secret));
            sockets[hello.Role] = guest;
        }

        (_orders, _results) = (sockets[HelloFrame.Orders], sockets[HelloFrame.Results]);
        _results.ReceiveTimeout = 300_000;
        _reader = new FrameReader(_results);
    }

    public async ValueTask DisposeAsync()
    {
        _orders.Dispose();
        _results.Dispose();
        _listener.Dispose();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Tasks_Sent_AreRunInOrderAndAnswered()
    {
        Send(7, () => Electron(() => WorkerTasks.Add(1, 2)));
        Send(8, () => Electron(() => WorkerTasks.Fail("wanted")));
        var (ticket, completed) = CompletedFrame.Read(Next(FrameKind.Completed), isOwned: false);
        Assert.Equal((7, 3), (ticket, WorkerRun.Value<int>(completed)));
        var ended = new FrameFields(Next(FrameKind.Ended));
        Assert.Equal(8, ended.Int());
        Assert.Equal("wanted", OutcomeCodec.Read(ended.Rest).Outcome.Failure!.Message);
    }

    [Fact]
    public void Output_OfATask_GoesOutBeforeItsOutcome()
    {
        Send(1, () => Electron(() => WorkerTasks.Speak("said aloud")));
        var output = new FrameFields(Next(FrameKind.Output));
        Assert.Equal((1, (byte)OutputStream.Stdout, "said aloud\n"), (output.Int(), output.Byte(), Encoding.UTF8.GetString(output.Rest.Span)));
        var ended = new FrameFields(Next(FrameKind.Ended));
        ended.Int();
        Assert.Equal("said aloud\n", Encoding.UTF8.GetString(OutcomeCodec.Read(ended.Rest).Outcome.Stdout.Span));
    }

    [Fact]
    public async Task Recall_OfAWaitingTask_GivesItBackUnrun()
    {
        var signal = Path.Combine(_folder, "signal");
        Send(1, () => Electron(() => WorkerTasks.Listen(signal, CancellationToken.None)));
        await FileNotice.AppearsAsync(signal);
        Send(2, () => Electron(() => WorkerTasks.Add(1, 1)));
        Order(FrameKind.Recall, 2);
        Assert.Equal(2, new FrameFields(Next(FrameKind.Returned)).Int());
        Order(FrameKind.Stop, 1, StopReason.Cancelled);
        var ended = new FrameFields(Next(FrameKind.Ended));
        Assert.Equal(1, ended.Int());
        Assert.Equal(Status.Cancelled, OutcomeCodec.Read(ended.Rest).Outcome.Status);
    }

    [Fact]
    public void Stop_RightBehindItsTask_IsNeverLost()
    {
        var signal = Path.Combine(_folder, "signal");
        for (var ticket = 0; ticket < 50; ticket++)
        {
            Send(ticket, () => Electron(() => WorkerTasks.Listen(signal, CancellationToken.None)));
            Order(FrameKind.Stop, ticket, StopReason.Cancelled);
            Assert.True(_reader.TryRead(out var kind, out var contents, out _), $"No answer to task {ticket}.");
            Assert.Contains(kind, new[] { FrameKind.Returned, FrameKind.Ended });
            Assert.Equal(ticket, new FrameFields(contents).Int());
        }
    }

    [Fact]
    public async Task Retire_EndsTheWorkerAfterWhatItHas()
    {
        Send(1, () => Electron(() => WorkerTasks.Add(1, 1)));
        Order(FrameKind.Retire);
        Next(FrameKind.Completed);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
        Assert.Equal(0, _process.ExitCode);
    }

    [Fact(DisplayName = "A worker dies with its dispatcher, also in the middle of code that listens to nobody")]
    public async Task PoolThatIsGone_TakesTheWorkerWithIt()
    {
        var signal = Path.Combine(_folder, "signal");
        Send(1, () => Electron(() => WorkerTasks.Stuck(signal)));
        await FileNotice.AppearsAsync(signal);
        _orders.Dispose();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
        Assert.Equal(137, _process.ExitCode);
    }

    private ReadOnlyMemory<byte> Next(FrameKind expected)
    {
        Assert.True(_reader.TryRead(out var kind, out var contents, out _), "The worker is gone.");
        Assert.Equal(expected, kind);
        return contents.ToArray();
    }

    private void Send<T>(int ticket, Func<Node<T>> lattice)
    {
        var graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph;
        var attempt = new TaskAttempt
        {
            Dispatch = new TaskDispatch { DispatchId = WorkerRun.DispatchId, Graph = graph, Values = null! },
            NodeId = graph.NodeCount - 1,
            Number = 1,
            Options = ElectronOptions.None,
        };
        var writer = new FrameWriter();
        var template = new ArrayBufferWriter<byte>();
        TemplateCodec.Write(new BinaryGraphWriter(template), attempt.Template);
        writer.Begin(FrameKind.Template);
        writer.Int(_nextTemplate);
        writer.Append(template.WrittenMemory);
        writer.End();
        RunFrame.Write(writer, ticket, _nextTemplate++, attempt, workDir: null, [], []);
        Flush(writer);
    }

    private void Order(FrameKind kind, int? ticket = null, StopReason? reason = null)
    {
        var writer = new FrameWriter();
        writer.Begin(kind);
        if (ticket is { } number)
        {
            writer.Int(number);
        }

        if (reason is { } why)
        {
            writer.Byte((byte)why);
        }

        writer.End();
        Flush(writer);
    }

    private void Flush(FrameWriter writer)
    {
        foreach (var piece in writer.Pieces())
        {
            _orders.Send(piece.Span);
        }
    }

    private sealed class WorkerRunCommand(string folder)
    {
        public Process Start(string secret)
        {
            var start = new ProcessStartInfo(DotnetHost.Path!,
            [
                .. WorkerCommand.HostArguments(AppContext.BaseDirectory.TrimEnd('/'), typeof(WorkerRun).Assembly.GetName().Name!),
                "serve", "--socket", Path.Combine(folder, "s"), "--stdout", Path.Combine(folder, "out"), "--stderr", Path.Combine(folder, "err"),
            ])
            {
                UseShellExecute = false,
            };
            start.Environment[ServeOptions.SecretVariable] = secret;
            return Process.Start(start)!;
        }
    }
}
