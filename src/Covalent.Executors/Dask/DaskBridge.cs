using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Covalent.Executors.Dask;

/// <summary>One bridge process, from its start to its end. It is never repaired: when it or its link to the scheduler is gone, another is started.</summary>
internal sealed class DaskBridge : IAsyncDisposable
{
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _address;
    private readonly Action<DaskFrame> _onEvent;
    private readonly TimeProvider _clock;
    private readonly LastLines _words = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<DaskFrame>> _asked = new();
    private readonly Task _listening;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastId;
    private string? _lost;
    private int _isDisposed;

    private DaskBridge(Process process, string address, Action<DaskFrame> onEvent, TimeProvider clock)
    {
        _process = process;
        _address = address;
        _onEvent = onEvent;
        _clock = clock;
        process.ErrorDataReceived += (_, line) => _words.Add(line.Data);
        process.BeginErrorReadLine();
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>Ends with the bridge; the result says why.</summary>
    public Task<string> Ended => _ended.Task;

    public bool IsAlive => !_ended.Task.IsCompleted;

    public int ProcessId => _process.Id;

    /// <summary>What the scheduler said about itself when the connection was made.</summary>
    public DaskIdentity Identity { get; private set; } = DaskIdentity.None;

    /// <summary>Starts a bridge and connects it.</summary>
    /// <exception cref="DaskException">It could not be started, or not connected.</exception>
    public static async Task<DaskBridge> OpenAsync(DaskTarget target, string python, Action<DaskFrame> onEvent, TimeProvider clock, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(python, ["-u", DaskScripts.WriteBridge(target.ScriptFolder)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DaskBridge bridge;
        try
        {
            bridge = new DaskBridge(Process.Start(start)!, target.Address, onEvent, clock);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new DaskException(DaskFault.NoPython, $"The Python interpreter '{python}' cannot be started: {e.Message}. {PythonFinder.HowToInstall}", e);
        }

        try
        {
            DaskFrame answer = await bridge.AskAsync(target.ToConnect(), DaskBody.Of(System.Text.Encoding.UTF8.GetBytes(DaskScripts.Far)), cancellationToken)
                .WaitAsync(target.ConnectTimeout * 2 + TimeSpan.FromSeconds(60), clock, cancellationToken).ConfigureAwait(false);
            bridge.Identity = DaskIdentity.Parse(answer.Header);
            return bridge;
        }
        catch (TimeoutException e)
        {
            await bridge.DisposeAsync().ConfigureAwait(false);
            throw new DaskException(DaskFault.Unreachable, $"The Dask scheduler at {target.Address} accepted a connection and then said nothing. Check that a Dask scheduler of a fitting version listens there.", e);
        }
        catch (Exception)
        {
            await bridge.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>One request and its answer.</summary>
    /// <exception cref="DaskException">It failed, or the bridge ended before it answered.</exception>
    public async Task<DaskFrame> AskAsync(JsonObject request, DaskBody body, CancellationToken cancellationToken)
    {
        int id = Interlocked.Increment(ref _lastId);
        request["id"] = id;
        var answer = new TaskCompletionSource<DaskFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        try
        {
            await SendAsync(request, body, cancellationToken).ConfigureAwait(false);
            Task first = await Task.WhenAny(answer.Task, _ended.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
            DaskFrame frame = first == answer.Task || answer.Task.IsCompleted ? await answer.Task.ConfigureAwait(false) : throw DaskErrors.Lost(_address, await _ended.Task.ConfigureAwait(false));
            return frame.Text("problem").Length == 0 ? frame : throw DaskErrors.Of(frame, _address);
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    public Task<DaskFrame> AskAsync(JsonObject request, CancellationToken cancellationToken) => AskAsync(request, DaskBody.Of(default(ReadOnlyMemory<byte>)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            await _listening.ConfigureAwait(false);
            return;
        }

        try
        {
            // End of input lets it say goodbye to the scheduler.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(LeavesWithin, _clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        await _listening.ConfigureAwait(false);
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task SendAsync(JsonObject request, DaskBody body, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Once begun, a frame is written to its end: half of one would break all that follow.
            Stream output = _process.StandardInput.BaseStream;
            await DaskFrame.WriteHeadAsync(output, request, body.Length, CancellationToken.None).ConfigureAwait(false);
            await body.WriteAsync(output, CancellationToken.None).ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw DaskErrors.Lost(_address, _ended.Task.IsCompletedSuccessfully ? await _ended.Task.ConfigureAwait(false) : e.Message);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ListenAsync()
    {
        string? broken = null;
        try
        {
            Stream input = _process.StandardOutput.BaseStream;
            while (await DaskFrame.ReadAsync(input, CancellationToken.None).ConfigureAwait(false) is { } frame)
            {
                Deliver(frame);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            broken = $"it spoke no sense ({e.Message})";
            _process.Kill();
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        string words = _words.ToString();
        _ended.TrySetResult(_lost ?? broken ?? $"the bridge process ended (exit code {_process.ExitCode}{(words.Length == 0 ? "" : $"; last words: {words}")})");
    }

    private void Deliver(DaskFrame frame)
    {
        if (frame.Header["id"] is { } id)
        {
            if (_asked.TryGetValue(id.GetValue<int>(), out TaskCompletionSource<DaskFrame>? answer))
            {
                answer.TrySetResult(frame);
            }
        }
        else if (frame.Text("event") == "lost")
        {
            _lost = frame.Text("text");
        }
        else
        {
            _onEvent(frame);
        }
    }

    /// <summary>The end of what the process wrote to standard error.</summary>
    private sealed class LastLines
    {
        private const int Most = 5;
        private readonly Queue<string> _lines = new();

        public void Add(string? line)
        {
            lock (_lines)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    _lines.Enqueue(line.Trim());
                }

                if (_lines.Count > Most)
                {
                    _lines.Dequeue();
                }
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return string.Join(" / ", _lines);
            }
        }
    }
}
