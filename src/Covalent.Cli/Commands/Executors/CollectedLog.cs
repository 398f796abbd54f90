using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Covalent.Cli.Commands.Executors;

/// <summary>Keeps warnings, such as those about plug-ins that were skipped, until they can be shown.</summary>
internal sealed class CollectedLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _lines.Enqueue(formatter(state, exception));
        }
    }
}
