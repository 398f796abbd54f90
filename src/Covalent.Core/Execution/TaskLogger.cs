using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>An electron's logger: lines on standard error, so that they are kept with the task wherever it runs.</summary>
internal sealed class TaskLogger(string dispatchId, int nodeId) : ILogger
{
    private static readonly string[] Words = ["trace", "debug", "info", "warning", "error", "critical"];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var line = $"{Words[(int)logLevel]} [{dispatchId}/{nodeId}] {formatter(state, exception)}";
            Console.Error.WriteLine(exception is null ? line : $"{line}{Environment.NewLine}{exception}");
        }
    }
}
