using System.Collections.Concurrent;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent;

/// <summary>What a running electron may know about itself. Methods called outside a workflow see null.</summary>
public sealed class ElectronContext
{
    private static readonly AsyncLocal<ElectronContext?> Ambient = new();
    private readonly Action<double, string?>? _report;
    private readonly IOutputSink? _sink;
    private readonly string? _workDir;
    private ConcurrentDictionary<string, string>? _attachments;
    private ILogger? _logger;

    internal ElectronContext(TaskMetadata task, string workDir, Action<double, string?> report, ILogger? logger = null, CancellationToken stopping = default)
    {
        DispatchId = task.DispatchId;
        NodeId = task.NodeId;
        Attempt = task.Attempt;
        _workDir = workDir;
        _logger = logger;
        CancellationToken = stopping;
        _report = report;
    }

    /// <param name="dispatchId">Id of the dispatch.</param>
    /// <param name="nodeId">Id of the node.</param>
    /// <param name="attempt">Number of the attempt.</param>
    /// <param name="workDir">The work folder; null for the process's current folder.</param>
    /// <param name="sink">Takes what the electron says.</param>
    /// <param name="stopping">Tells it to stop.</param>
    internal ElectronContext(string dispatchId, int nodeId, int attempt, string? workDir, IOutputSink sink, CancellationToken stopping)
    {
        DispatchId = dispatchId;
        NodeId = nodeId;
        Attempt = attempt;
        _workDir = workDir;
        CancellationToken = stopping;
        _sink = sink;
    }

    /// <summary>Where what the electron writes to the console is captured; null where its process captures it.</summary>
    internal IOutputSink? Sink => _sink;

    /// <summary>The context of the electron running on this flow of control; null outside electrons.</summary>
    public static ElectronContext? Current
    {
        get => Ambient.Value;
        internal set => Ambient.Value = value;
    }

    /// <summary>Id of the dispatch.</summary>
    public string DispatchId { get; }

    /// <summary>Id of the node.</summary>
    public int NodeId { get; }

    /// <summary>Number of this attempt, from 1.</summary>
    public int Attempt { get; }

    /// <summary>The task's work folder, absolute.</summary>
    public string WorkDir => _workDir ?? Environment.CurrentDirectory;

    /// <summary>Logger whose lines carry the dispatch and node ids; from <see cref="LogLevel.Information"/> on they go to the task's standard error.</summary>
    public ILogger Logger => _logger ??= new TaskLogger(DispatchId, NodeId);

    /// <summary>Cancelled when the task is to stop; the same token a <see cref="CancellationToken"/> parameter receives.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Extra data to keep with the node: name, UTF-8 JSON text. Quantum electrons keep their circuits here.</summary>
    public IDictionary<string, string> Attachments => LazyInitializer.EnsureInitialized(ref _attachments);

    /// <summary>The same as a record; null when nothing was attached, which is nearly always.</summary>
    internal IReadOnlyDictionary<string, string>? Attached => _attachments is { IsEmpty: false } some ? new Dictionary<string, string>(some) : null;

    /// <summary>Tells watchers how far the task is.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <param name="message">Shown beside it; null for none.</param>
    public void ReportProgress(double fraction, string? message = null)
    {
        fraction = ProgressNote.Share(fraction);
        _report?.Invoke(fraction, message);
        _sink?.Progress(fraction, message);
    }
}
