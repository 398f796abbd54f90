using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace Covalent.Server.Hosting;

/// <summary>Writes log entries as JSON lines to <c>logs/server.log</c>, values of the message as fields, dispatch ids among them.</summary>
internal sealed class FileLog : ILoggerProvider, ISupportExternalScope, IAsyncDisposable
{
    private const int MostWaiting = 10_000;
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly RolledFile _file;
    private readonly Task _writing;
    private IExternalScopeProvider? _scopes;

    public FileLog(string dataFolder, LogLevel level, TimeProvider clock)
    {
        _file = new RolledFile(Path.Combine(dataFolder, "logs", "server.log"));
        Level = level;
        Clock = clock;
        _writing = Task.Run(WriteAsync);
    }

    public LogLevel Level { get; }

    public TimeProvider Clock { get; }

    public ILogger CreateLogger(string categoryName) => new Entry(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    // The container that owns the provider knows only this form; what is queued is written by DisposeAsync, which the server calls.
    public void Dispose() => _lines.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        _file.Dispose();
    }

    private async Task WriteAsync()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
        {
            _file.Write(line);
        }
    }

    private sealed class Entry(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Level && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var buffer = new ArrayBufferWriter<byte>(512);
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("time"u8, log.Clock.GetUtcNow());
                json.WriteString("level"u8, logLevel.ToString());
                json.WriteString("category"u8, category);
                json.WriteNumber("event"u8, eventId.Id);
                json.WriteString("message"u8, formatter(state, exception));
                WriteFields(json, state);
                log._scopes?.ForEachScope((scope, writer) => WriteFields(writer, scope), json);
                if (exception is not null)
                {
                    json.WriteString("exception"u8, exception.ToString());
                }

                json.WriteEndObject();
            }

            buffer.GetSpan(1)[0] = (byte)'\n';
            buffer.Advance(1);
            log._lines.Writer.TryWrite(buffer.WrittenSpan.ToArray());
        }

        private static void WriteFields<TState>(Utf8JsonWriter json, TState state)
        {
            if (state is not IReadOnlyList<KeyValuePair<string, object?>> fields)
            {
                return;
            }

            foreach (var (name, value) in fields)
            {
                if (name != "{OriginalFormat}" && value is not null)
                {
                    json.WriteString(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value is Status status ? status.ToWord() : value.ToString());
                }
            }
        }
    }
}
