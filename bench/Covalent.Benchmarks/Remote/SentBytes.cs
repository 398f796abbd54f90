using Microsoft.Extensions.Logging;

namespace Covalent.Benchmarks.Remote;

/// <summary>Adds up what the executors say they sent to hosts' stores.</summary>
internal sealed class SentBytes : ILoggerFactory, ILogger
{
    private long _sent;

    public long Sent => Volatile.Read(ref _sent);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(pair => pair.Key == "Bytes").Value is long bytes)
        {
            Interlocked.Add(ref _sent, bytes);
        }
        else if (logLevel >= LogLevel.Warning)
        {
            Console.Error.WriteLine(formatter(state, exception));
        }
    }
}
