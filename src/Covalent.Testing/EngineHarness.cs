using Covalent.Core.Recording;
using Covalent.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Testing;

/// <summary>An engine in memory, with a clock that the test moves and an executor that answers what the test says. For tests of workflows:
/// their shape, their retries, their failures, without running any of their code.</summary>
/// <example><code>
/// await using var harness = new EngineHarness();
/// harness.Executor.Fails("Load", "no network", attempts: 2);
/// var end = await harness.RunAsync(() => Lattice());
/// </code></example>
public sealed class EngineHarness : IAsyncDisposable
{
    private readonly EmbeddedDispatcher _dispatcher;

    /// <summary>Opens an engine of its own.</summary>
    /// <param name="start">Where its clock stands. Null: the beginning of 2026.</param>
    public EngineHarness(DateTimeOffset? start = null)
    {
        Clock = new FakeTimeProvider(start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
        {
            InMemory = true,
            Clock = Clock,
            DefaultExecutor = Executor.ShortName,
            Executors = spec => Executors.TryGetValue(spec.ShortName, out var executor) ? executor : null,
            Strict = true,
        });
        Executors.Add(Executor.ShortName, Executor);
    }

    /// <summary>The clock of the engine. Nothing that waits for time happens until it is moved.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>Runs the tasks that name no executor.</summary>
    public FakeExecutor Executor { get; } = new();

    /// <summary>Executors by name; add those that the workflow asks for.</summary>
    public IDictionary<string, Executor> Executors { get; } = new Dictionary<string, Executor>(StringComparer.Ordinal);

    /// <summary>The engine as programs see it.</summary>
    public IDispatcherClient Client => _dispatcher;

    /// <summary>Records and dispatches a lattice.</summary>
    /// <returns>The dispatch id.</returns>
    public async Task<string> DispatchAsync<T>(Func<Node<T>> lattice)
    {
        ArgumentNullException.ThrowIfNull(lattice);
        var recorded = LatticeCall.Record(lattice.Method, lattice.Target, [], null);
        var request = new DispatchRequest
        {
            DispatchId = Guid.CreateVersion7().ToString(),
            Graph = recorded.Graph,
            Lattice = recorded.Info,
            FailFast = recorded.FailFast,
            Priority = recorded.Priority,
        };
        await _dispatcher.SubmitAsync(request);
        return request.DispatchId;
    }

    /// <summary>Records and dispatches a lattice and waits for its end.</summary>
    public async Task<DispatchSnapshot> RunAsync<T>(Func<Node<T>> lattice) => await _dispatcher.WaitAsync(await DispatchAsync(lattice));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _dispatcher.DisposeAsync();
}
