namespace Covalent.Tests;

/// <summary>Tells those who wait that something has happened, so that they look again.</summary>
internal sealed class Pulse
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private TaskCompletionSource _next = NewSource();

    /// <summary>The next beat; taken before looking, so that none is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    /// <summary>Waits until something is so; it is looked at after each beat.</summary>
    /// <exception cref="TimeoutException">Nothing happened for a minute.</exception>
    public async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            var next = Next;
            if (isSo())
            {
                return;
            }

            await next.WaitAsync(Patience).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
