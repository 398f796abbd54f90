using System.Collections.Concurrent;
using System.Net.Sockets;
using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>The socket at which starting workers knock. Who does not know the secret given to a worker is turned away.</summary>
internal sealed class WorkerDoor : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<string, Expected> _expected = new(StringComparer.Ordinal);

    public WorkerDoor(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(64);
        _ = AcceptAsync();
    }

    /// <summary>The two sockets of the worker with this secret, once it has knocked.</summary>
    public Task<(Socket Orders, Socket Results)> ExpectAsync(string secret) => _expected.GetOrAdd(secret, static _ => new Expected()).Both.Task;

    public void GiveUp(string secret)
    {
        if (_expected.TryRemove(secret, out var expected))
        {
            expected.Dispose();
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket guest;
            try
            {
                guest = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            // A thread of its own, since a guest may be slow to say who it is.
            _ = Task.Run(() => Receive(guest));
        }
    }

    private void Receive(Socket guest)
    {
        guest.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        try
        {
            if (new FrameReader(guest).TryRead(out var kind, out var contents, out _) && kind == FrameKind.Hello
                && HelloFrame.Read(contents) is var hello && _expected.TryGetValue(hello.Secret, out var expected) && expected.Add(hello, guest))
            {
                guest.ReceiveTimeout = 0;
                return;
            }
        }
        catch (CovalentException)
        {
            // Not a worker of ours.
        }

        guest.Dispose();
    }

    private sealed class Expected : IDisposable
    {
        private readonly Socket?[] _sockets = new Socket?[2];

        public TaskCompletionSource<(Socket Orders, Socket Results)> Both { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Add(HelloFrame hello, Socket socket)
        {
            if (hello.Protocol != CovalentVersion.Protocol)
            {
                Both.TrySetException(VersionMismatch.OfWorker(hello));
                return false;
            }

            lock (_sockets)
            {
                if (hello.Role >= _sockets.Length || _sockets[hello.Role] is not null)
                {
                    return false;
                }

                _sockets[hello.Role] = socket;
                if (_sockets is [{ } orders, { } results])
                {
                    Both.TrySetResult((orders, results));
                }

                return true;
            }
        }

        public void Dispose()
        {
            foreach (var socket in _sockets)
            {
                socket?.Dispose();
            }
        }
    }
}
