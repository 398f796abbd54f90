using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Repeats calls of a back end that failed for a passing reason, with growing pauses.</summary>
internal sealed class RemoteRetry(TimeProvider clock, ILogger logger, string executor)
{
    private const int MostTries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <param name="what">What is tried, for the log.</param>
    /// <param name="call">The call; its argument is the number of the try, from 1.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<T> RunAsync<T>(string what, Func<int, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await call(number).ConfigureAwait(false);
            }
            catch (ExecutorException e) when (e.IsTransient && number < MostTries)
            {
                var pause = FirstPause * Math.Pow(2, number - 1);
                ExecutorLog.TryAgain(logger, executor, what, pause, e);
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
