using Covalent.Quantum.QElectrons;

namespace Covalent.Quantum;

/// <summary>Makes QElectrons: circuits as functions of numbers that run on quantum executors.</summary>
public static class QElectron
{
    /// <summary>A QElectron of a function of numbers; the circuit is built at every call.</summary>
    /// <param name="describe">Builds the circuit and returns what is measured.</param>
    /// <param name="device">Wires, shots and seed; the simulator that is used when no executor is given.</param>
    /// <param name="executors">Where circuits run; none: a thread-based <see cref="Simulator"/> of the device; several: a <see cref="QCluster"/>.</param>
    /// <param name="selector">How several executors are chosen; null for <see cref="Selector.Cyclic"/>.</param>
    /// <param name="name">Name in records; null for the function's.</param>
    /// <param name="description">Shown to people.</param>
    public static QElectron<double[], T> Create<T>(
        Func<CircuitBuilder, double[], Measurement<T>> describe, Device device, IReadOnlyList<BaseQExecutor>? executors = null, Selector? selector = null,
        string? name = null, string? description = null) =>
        Make(QProgram.OfNumbers(describe), Single<T>(), device, executors, selector, name ?? describe.Method.Name, description);

    /// <summary>A QElectron of inputs with history: the circuit is built once and re-bound, and gradients follow the inputs exactly.</summary>
    /// <inheritdoc cref="Create{T}(Func{CircuitBuilder, double[], Measurement{T}}, Device, IReadOnlyList{BaseQExecutor}?, Selector?, string?, string?)"/>
    public static QElectron<double[], T> Create<T>(
        Func<CircuitBuilder, Parameters, Measurement<T>> describe, Device device, IReadOnlyList<BaseQExecutor>? executors = null, Selector? selector = null,
        string? name = null, string? description = null) =>
        Make(QProgram.OfParameters(describe), Single<T>(), device, executors, selector, name ?? describe.Method.Name, description);

    /// <summary>A QElectron of any input.</summary>
    /// <inheritdoc cref="Create{T}(Func{CircuitBuilder, double[], Measurement{T}}, Device, IReadOnlyList{BaseQExecutor}?, Selector?, string?, string?)"/>
    public static QElectron<TInput, T> Create<TInput, T>(
        Func<CircuitBuilder, TInput, Measurement<T>> describe, Device device, IReadOnlyList<BaseQExecutor>? executors = null, Selector? selector = null,
        string? name = null, string? description = null) =>
        Make(QProgram.Of(describe), Single<T>(), device, executors, selector, name ?? describe.Method.Name, description);

    /// <summary>A QElectron with two measurements.</summary>
    /// <inheritdoc cref="Create{T}(Func{CircuitBuilder, double[], Measurement{T}}, Device, IReadOnlyList{BaseQExecutor}?, Selector?, string?, string?)"/>
    public static QElectron<TInput, (T1 First, T2 Second)> Create<TInput, T1, T2>(
        Func<CircuitBuilder, TInput, (Measurement<T1> First, Measurement<T2> Second)> describe, Device device, IReadOnlyList<BaseQExecutor>? executors = null,
        Selector? selector = null, string? name = null, string? description = null) =>
        Make(QProgram.Of(describe), result => (result.Get<T1>(0), result.Get<T2>(1)), device, executors, selector, name ?? describe.Method.Name, description);

    /// <summary>A QElectron with any number of measurements of one type.</summary>
    /// <inheritdoc cref="Create{T}(Func{CircuitBuilder, double[], Measurement{T}}, Device, IReadOnlyList{BaseQExecutor}?, Selector?, string?, string?)"/>
    public static QElectron<TInput, IReadOnlyList<T>> Create<TInput, T>(
        Func<CircuitBuilder, TInput, IReadOnlyList<Measurement<T>>> describe, Device device, IReadOnlyList<BaseQExecutor>? executors = null,
        Selector? selector = null, string? name = null, string? description = null) =>
        Make(
            QProgram.Of(describe), IReadOnlyList<T> (result) => [.. Enumerable.Range(0, result.Count).Select(result.Get<T>)],
            device, executors, selector, name ?? describe.Method.Name, description);

    private static Func<QValues, T> Single<T>() => result => result.Get<T>(0);

    private static QElectron<TInput, T> Make<TInput, T>(
        QProgram<TInput> program, Func<QValues, T> read, Device device, IReadOnlyList<BaseQExecutor>? executors, Selector? selector, string name, string? description)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new QElectron<TInput, T>(program, read, device, ExecutorOf(device, executors, selector), name, description);
    }

    private static BaseQExecutor ExecutorOf(Device device, IReadOnlyList<BaseQExecutor>? executors, Selector? selector) => executors switch
    {
        null or [] => new Simulator { Device = device.Name },
        [{ } only] when selector is null => only,
        _ => new QCluster(executors, selector),
    };
}
