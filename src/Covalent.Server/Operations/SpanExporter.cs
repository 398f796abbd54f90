using System.Diagnostics;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Covalent.Core.Execution;
using Covalent.Server.Api;

namespace Covalent.Server.Operations;

/// <summary>Records the spans of this process's own sources, takes those that workers bring home, and sends both to an OTLP receiver. Never in the way:
/// what the receiver does not take in time is dropped, and the log says so once.</summary>
/// <remarks>The SDK of OpenTelemetry cannot send spans with the ids that another process gave them, so this speaks OTLP itself.</remarks>
internal sealed class SpanExporter : IAsyncDisposable
{
    private const int MostWaiting = 16_384;
    private const int MostAtOnce = 512;
    private const string WorkerService = "covalent-worker";
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly OtlpSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, AllowAutoRedirect = false, UseCookies = false });
    private readonly Channel<ExportedSpan> _waiting = Channel.CreateBounded<ExportedSpan>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ActivityListener _listener;
    private readonly CancellationTokenSource _over;
    private readonly Task _sending;
    private bool _hasFailed;

    /// <param name="settings">Where to.</param>
    /// <param name="sources">Names of this process's sources.</param>
    /// <param name="clock">Clock of pauses.</param>
    /// <param name="logger">Hears of a receiver that does not answer.</param>
    public SpanExporter(OtlpSettings settings, IReadOnlyCollection<string> sources, TimeProvider clock, ILogger logger)
    {
        _settings = settings;
        _clock = clock;
        _logger = logger;
        foreach (var (name, value) in settings.Headers)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        _over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = Sample,
            ActivityStopped = activity => Add(new ExportedSpan(SpanRecord.Of(activity), settings.Service, Environment.MachineName), activity.Recorded),
        };
        ActivitySource.AddActivityListener(_listener);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Takes spans that a worker recorded.</summary>
    public void Take(IReadOnlyList<SpanRecord> spans, string host)
    {
        foreach (var span in spans)
        {
            Add(new ExportedSpan(span, WorkerService, host.Length > 0 ? host : Environment.MachineName), isRecorded: true);
        }
    }

    /// <summary>Sends what waits, for no longer than five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _waiting.Writer.TryComplete();
        _over.CancelAfter(Patience);
        await _sending;
        _over.Dispose();
        _http.Dispose();
    }

    // A caller that decided against recording is followed; what nobody decided about is recorded.
    private static ActivitySamplingResult Sample(ref ActivityCreationOptions<ActivityContext> options) =>
        options.Parent == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData;

    private void Add(in ExportedSpan span, bool isRecorded)
    {
        if (isRecorded)
        {
            _waiting.Writer.TryWrite(span);
        }
    }

    private async Task SendAllAsync()
    {
        var batch = new List<ExportedSpan>(MostAtOnce);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            if (_waiting.Reader.Count < MostAtOnce && !_waiting.Reader.Completion.IsCompleted)
            {
                await Task.WhenAny(Task.Delay(Linger, _clock), _waiting.Reader.Completion);
            }

            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var span))
            {
                batch.Add(span);
            }

            await SendAsync(batch);
            batch.Clear();
        }
    }

    private async Task SendAsync(List<ExportedSpan> batch)
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _over.Token);
        try
        {
            using var content = new ReadOnlyMemoryContent(OtlpTraces.Write(batch)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
            using var response = await _http.PostAsync(_settings.Traces, content, either.Token);
            response.EnsureSuccessStatusCode();
            _hasFailed = false;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                ServerLog.SpansNotTaken(_logger, batch.Count, _settings.Traces, e.Message);
            }
        }
    }
}
