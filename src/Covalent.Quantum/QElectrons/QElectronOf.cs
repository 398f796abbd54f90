using Covalent.Quantum.QElectrons;

namespace Covalent.Quantum;

/// <summary>A circuit as a function: call it, call it later, draw it, differentiate it. Thread-safe. Works inside an electron, where its circuits,
/// results and timings are kept with the node, and just as well without any workflow.</summary>
/// <typeparam name="TInput">What the circuit depends on.</typeparam>
/// <typeparam name="TResult">What is measured.</typeparam>
public sealed class QElectron<TInput, TResult>
{
    private readonly QProgram<TInput> _program;
    private readonly Func<QValues, TResult> _read;
    private long _calls;

    internal QElectron(QProgram<TInput> program, Func<QValues, TResult> read, Device device, BaseQExecutor executor, string name, string? description)
    {
        _program = program;
        _read = read;
        Device = device;
        Executor = executor;
        Name = name;
        Description = description;
    }

    /// <summary>Name in records.</summary>
    public string Name { get; }

    /// <summary>Shown to people; null for none.</summary>
    public string? Description { get; }

    /// <summary>Wires, shots and seed.</summary>
    public Device Device { get; }

    /// <summary>Where circuits run.</summary>
    public BaseQExecutor Executor { get; }

    /// <summary>The circuit for an input, not run.</summary>
    public Circuit BuildCircuit(TInput input) => _program.Build(input).Circuit;

    /// <summary>Runs the circuit and waits.</summary>
    public TResult Run(TInput input) => RunLater(input).Result();

    /// <summary>Runs the circuit.</summary>
    public Task<TResult> RunAsync(TInput input, CancellationToken cancellationToken = default) => RunLater(input, cancellationToken).GetResultAsync(cancellationToken);

    /// <summary>Starts the circuit and returns a future; any number may be open at once.</summary>
    public QFuture<TResult> RunLater(TInput input, CancellationToken cancellationToken = default)
    {
        var (circuit, positions) = _program.Build(input);
        return Submit([circuit], cancellationToken)[0].Then(result => _read(new QValues(result.Result, positions)));
    }

    /// <summary>Runs the circuit for many inputs in one submission; results are in the inputs' order.</summary>
    public async Task<IReadOnlyList<TResult>> RunManyAsync(IEnumerable<TInput> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var built = inputs.Select(_program.Build).ToList();
        var futures = Submit([.. built.Select(b => b.Circuit)], cancellationToken);
        var results = await Task.WhenAll(futures.Select(future => future.GetResultAsync(cancellationToken))).ConfigureAwait(false);
        return [.. results.Select((result, i) => _read(new QValues(result.Result, built[i].Positions)))];
    }

    /// <summary>Runs the circuit and returns everything: rows of a broadcast, entries of a shot vector, where it ran and how long.</summary>
    public QResult RunRaw(TInput input) => Submit([_program.Build(input).Circuit], CancellationToken.None)[0].Result();

    internal IReadOnlyList<QFuture<QResult>> Submit(IReadOnlyList<Circuit> circuits, CancellationToken cancellationToken)
    {
        var first = Interlocked.Add(ref _calls, circuits.Count) - circuits.Count;
        var batch = new QBatch(Guid.CreateVersion7().ToString(), Device, [.. Enumerable.Range(0, circuits.Count).Select(i => first + i)], cancellationToken);
        var executors = circuits.Select(circuit => Executor is QCluster cluster ? cluster.Select(circuit) : Executor).ToList();
        var futures = QServer.Submit(circuits, executors, batch);
        return QRecorder.Attach(ElectronContext.Current, this, circuits, executors, batch, futures);
    }
}
