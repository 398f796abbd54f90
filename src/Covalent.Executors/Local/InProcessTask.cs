using System.Diagnostics.CodeAnalysis;
using System.Text;
using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>One attempt on its way through <see cref="InProcessDriver"/>: queued, running, ended.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or links holds nothing to give back; disposing it would race with a stop request.")]
internal sealed class InProcessTask(InProcessDriver driver, TaskAttempt attempt, IAttemptEvents events) : IOutputSink
{
    private const int Queued = 0;
    private const int Running = 1;
    private const int Ended = 2;
    private readonly CancellationTokenSource _stop = new();
    private int _state;
    private int _reason = -1;
    private long _startedAt;
    private ElectronContext? _context;
    private CappedBuffer? _stdout;
    private CappedBuffer? _stderr;
    private TaskCompletionSource? _end;

    public TaskAttempt Attempt => attempt;

    public IAttemptEvents Events => events;

    /// <summary>Runs the task up to its first real await, or to its end.</summary>
    public void Run()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Queued) != Queued)
        {
            driver.Skip();
            return;
        }

        _startedAt = driver.Clock.GetUtcNow().Ticks;
        if (attempt.Options.TimeLimit is not null)
        {
            events.Started(attempt);
        }

        try
        {
            _context = new ElectronContext(attempt.Dispatch.DispatchId, attempt.NodeId, attempt.Number, driver.WorkDirOf(attempt), this, _stop.Token);
            ElectronContext.Current = _context;
            var graph = attempt.Dispatch.Graph;
            var invoker = TaskInvoker.For(attempt.Template);
            var call = invoker.InvokeAsync(graph.SlotsOf(attempt.NodeId), graph.SharedConstants, attempt.Dispatch.Values, _stop.Token);
            if (call.IsCompletedSuccessfully)
            {
                Complete(invoker, call.Result);
                return;
            }

            driver.Awaits(this);
            _ = AwaitAsync(invoker, call);
        }
        catch (Exception e) // The border to user code: whatever it throws is its outcome.
        {
            Fail(e);
        }
        finally
        {
            ElectronContext.Current = null;
        }
    }

    /// <summary>Ends a task that was not begun.</summary>
    public bool Withdraw()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Queued) != Queued)
        {
            return false;
        }

        events.Finished(attempt, new TaskOutcome { Status = Status.Cancelled });
        return true;
    }

    public void RequestStop() => _ = _stop.CancelAsync();

    public async ValueTask<bool> StopAsync(StopReason reason, TimeSpan grace, CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, -1);
        if (Withdraw())
        {
            return true;
        }

        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        end = Interlocked.CompareExchange(ref _end, end, null) ?? end;
        if (Volatile.Read(ref _state) == Ended)
        {
            return true;
        }

        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await end.Task.WaitAsync(grace, driver.Clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return Volatile.Read(ref _state) == Ended;
        }
    }

    public void Write(OutputStream stream, ReadOnlySpan<char> text)
    {
        var buffer = stream == OutputStream.Stdout
            ? LazyInitializer.EnsureInitialized(ref _stdout, static () => new CappedBuffer())
            : LazyInitializer.EnsureInitialized(ref _stderr, static () => new CappedBuffer());
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        buffer.Append(bytes);
        events.Output(attempt, stream, bytes);
    }

    public void Progress(double fraction, string? message) => events.Progress(attempt, fraction, message);

    private async Task AwaitAsync(TaskInvoker invoker, ValueTask<InvocationResult> call)
    {
        try
        {
            Complete(invoker, await call.ConfigureAwait(false));
        }
        catch (Exception e) // The border to user code, as above.
        {
            Fail(e);
        }
        finally
        {
            driver.HasAwaited(this);
        }
    }

    private void Complete(TaskInvoker invoker, InvocationResult result)
    {
        var endedAt = driver.Clock.GetUtcNow().Ticks;
        var (value, head) = result.Child is null ? ResultEncoder.Encode(invoker.ResultCodec, result) : default;
        End(new TaskOutcome
        {
            Status = Status.Completed,
            Result = value,
            ResultHead = head,
            SharedResult = invoker.ResultCodec is { IsDeeplyImmutable: true } && result.Encoded is null ? result.Value : null,
            Child = result.Child,
            StartedAt = _startedAt,
            EndedAt = endedAt,
            Attachments = _context?.Attached,
            Stdout = _stdout?.ToMemory() ?? default,
            Stderr = _stderr?.ToMemory() ?? default,
        });
    }

    private void Fail(Exception e)
    {
        var endedAt = driver.Clock.GetUtcNow().Ticks;
        var failure = FailureOf(e);
        End(new TaskOutcome
        {
            Status = failure is null ? Status.Cancelled : Status.Failed,
            Failure = failure,
            StartedAt = _startedAt,
            EndedAt = endedAt,
            Attachments = _context?.Attached,
            Stdout = _stdout?.ToMemory() ?? default,
            Stderr = _stderr?.ToMemory() ?? default,
        });
    }

    // Null when the task was cancelled: by itself, by request, or because the dispatcher is being disposed of.
    private FailureInfo? FailureOf(Exception e) => Volatile.Read(ref _reason) switch
    {
        (int)StopReason.Cancelled => null,
        (int)StopReason.TimeLimit => StopFailures.TimeLimit(attempt.Template.Name, attempt.Options.TimeLimit, FailureInfo.FromUserCode(e)),
        _ => e is TaskCancelledException || (e is OperationCanceledException && _stop.IsCancellationRequested) ? null : TaskFailures.Of(e),
    };

    private void End(TaskOutcome outcome)
    {
        Volatile.Write(ref _state, Ended);
        ElectronContext.Current = null;
        driver.Finish(this, outcome);
        Volatile.Read(ref _end)?.TrySetResult();
    }
}
