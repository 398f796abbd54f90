using System.Collections.Concurrent;
using System.Diagnostics;

namespace Covalent.Server.Operations;

/// <summary>What the server counts. Thread-safe.</summary>
internal sealed class ServerMetrics
{
    private readonly ConcurrentDictionary<Status, long> _dispatches = new();
    private readonly ConcurrentDictionary<Status, long> _nodes = new();
    private readonly ConcurrentDictionary<(string Executor, Status Status), long> _attempts = new();
    private readonly ConcurrentDictionary<string, long> _inFlight = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Histogram> _durations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Method, int Class), long> _requests = new();
    private readonly Histogram _requestTimes = new();
    private long _running;

    public void DispatchChanged(Status status)
    {
        Count(_dispatches, status);
        Interlocked.Add(ref _running, status == Status.Running ? 1 : status.IsTerminal() ? -1 : 0);
    }

    public void NodeEnded(Status status) => Count(_nodes, status);

    public void AttemptStarted(string executor) => Count(_inFlight, executor);

    public void AttemptEnded(string executor, Status status, long ticks)
    {
        _inFlight.AddOrUpdate(executor, 0, static (_, count) => Math.Max(0, count - 1));
        Count(_attempts, (executor, status));
        _durations.GetOrAdd(executor, static _ => new Histogram()).Add(TimeSpan.FromTicks(Math.Max(0, ticks)));
    }

    public void Answered(string method, int status, TimeSpan time)
    {
        Count(_requests, (method, status / 100));
        _requestTimes.Add(time);
    }

    public void Write(MetricsText text)
    {
        text.Describe("covalent_dispatches_total", "counter", "Dispatches that reached a status since the server started.");
        foreach (var (status, count) in _dispatches)
        {
            text.Sample("covalent_dispatches_total", MetricsText.Label("status", status.ToWord()), count);
        }

        text.Describe("covalent_dispatches_running", "gauge", "Dispatches that run now.");
        text.Sample("covalent_dispatches_running", "", Math.Max(0, Interlocked.Read(ref _running)));
        text.Describe("covalent_nodes_total", "counter", "Nodes that ended since the server started.");
        foreach (var (status, count) in _nodes)
        {
            text.Sample("covalent_nodes_total", MetricsText.Label("status", status.ToWord()), count);
        }

        WriteAttempts(text);
        WriteRequests(text);
        WriteProcess(text);
    }

    private void WriteAttempts(MetricsText text)
    {
        text.Describe("covalent_attempts_total", "counter", "Attempts at tasks that ended since the server started.");
        foreach (var ((executor, status), count) in _attempts)
        {
            text.Sample("covalent_attempts_total", $"{MetricsText.Label("executor", executor)},{MetricsText.Label("status", status.ToWord())}", count);
        }

        text.Describe("covalent_attempts_running", "gauge", "Attempts that are with their executor now.");
        foreach (var (executor, count) in _inFlight)
        {
            text.Sample("covalent_attempts_running", MetricsText.Label("executor", executor), count);
        }

        text.Describe("covalent_attempt_seconds", "histogram", "How long the code of attempts ran.");
        foreach (var (executor, histogram) in _durations)
        {
            histogram.Write(text, "covalent_attempt_seconds", MetricsText.Label("executor", executor));
        }
    }

    private void WriteRequests(MetricsText text)
    {
        text.Describe("covalent_http_requests_total", "counter", "Requests answered since the server started.");
        foreach (var ((method, kind), count) in _requests)
        {
            text.Sample("covalent_http_requests_total", $"{MetricsText.Label("method", method)},{MetricsText.Label("status", $"{kind}xx")}", count);
        }

        text.Describe("covalent_http_request_seconds", "histogram", "How long answers took, waiting and listening left out.");
        _requestTimes.Write(text, "covalent_http_request_seconds", "");
    }

    private static void WriteProcess(MetricsText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Describe("process_resident_memory_bytes", "gauge", "Resident memory.");
        text.Sample("process_resident_memory_bytes", "", process.WorkingSet64);
        text.Describe("process_cpu_seconds_total", "counter", "Processor time.");
        text.Sample("process_cpu_seconds_total", "", process.TotalProcessorTime.TotalSeconds);
        text.Describe("process_threads", "gauge", "Threads.");
        text.Sample("process_threads", "", process.Threads.Count);
        text.Describe("dotnet_gc_heap_bytes", "gauge", "Managed heap.");
        text.Sample("dotnet_gc_heap_bytes", "", GC.GetTotalMemory(forceFullCollection: false));
        text.Describe("dotnet_gc_committed_bytes", "gauge", "Memory the collector held after its latest collection.");
        text.Sample("dotnet_gc_committed_bytes", "", GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        text.Describe("dotnet_gc_collections_total", "counter", "Collections of the managed heap.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample("dotnet_gc_collections_total", MetricsText.Label("generation", $"{generation}"), GC.CollectionCount(generation));
        }

        text.Describe("dotnet_gc_pause_seconds_total", "counter", "Time the program stood still for collections.");
        text.Sample("dotnet_gc_pause_seconds_total", "", GC.GetTotalPauseDuration().TotalSeconds);
    }

    private static void Count<TKey>(ConcurrentDictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts.AddOrUpdate(key, 1, static (_, count) => count + 1);
}
