using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Engine.Storage.Sqlite;
using Covalent.Server.Triggers;
using Covalent.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Server.Tests.Triggers;

/// <summary>Triggers over a real engine with a fake executor; the triggers' clock is moved by the test.</summary>
internal sealed class TriggerRig : IAsyncDisposable
{
    private TriggerRig()
    {
        Dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions { DataFolder = Folder, DefaultExecutor = "fake", Executors = spec => spec.ShortName == "fake" ? Executor : null });
        Triggers = NewService();
    }

    public string Folder { get; } = TestServer.NewFolder();

    public PulsingClock Clock { get; } = new(new Pulse(), new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public FakeExecutor Executor { get; } = new();

    public EmbeddedDispatcher Dispatcher { get; }

    public TriggerService Triggers { get; private set; }

    public SqliteTriggers Store => SqliteTriggers.Open(Folder, StoreSynchronous.Normal);

    public static async Task<TriggerRig> StartAsync()
    {
        var rig = new TriggerRig();
        await rig.Dispatcher.ListAsync(new DispatchQuery());
        await rig.Triggers.StartAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>Lets every task wait for the test.</summary>
    public TriggerRig Holding()
    {
        Executor.Driver.Answer = static _ => null;
        return this;
    }

    /// <summary>A dispatch that waits to be started.</summary>
    public async Task<string> RegisterAsync()
    {
        var request = StoreSketch.Request(GraphSketch.Wide(1));
        await Dispatcher.RegisterAsync(request);
        return request.DispatchId;
    }

    /// <summary>The trigger of a fresh dispatch.</summary>
    public async Task<TriggerSnapshot> AddAsync(Trigger trigger) => await Triggers.AddAsync(await RegisterAsync(), trigger);

    public async Task<TriggerSnapshot> GetAsync(string triggerId) => await Triggers.GetAsync(triggerId, CancellationToken.None);

    /// <summary>What the server does when it stops and starts again.</summary>
    public async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        await Triggers.DisposeAsync();
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        Triggers = NewService();
        await Triggers.StartAsync(CancellationToken.None);
    }

    /// <summary>Waits until the trigger has fired so often.</summary>
    public Task<TriggerSnapshot> FiredAsync(string triggerId, long times) => UntilAsync(triggerId, trigger => trigger.Fired >= times);

    /// <summary>Waits until the trigger is as wanted, moving its clock on to what it waits for when that is within a step, which is usually as long as it sleeps at most.</summary>
    public async Task<TriggerSnapshot> UntilAsync(string triggerId, Func<TriggerSnapshot, bool> isReached, TimeSpan? step = null)
    {
        TriggerSnapshot? trigger = null;
        await Clock.UntilAsync(async () => isReached(trigger = await GetAsync(triggerId)), step ?? TimeSpan.FromSeconds(30));
        return trigger!;
    }

    public async ValueTask DisposeAsync()
    {
        await Triggers.DisposeAsync();
        await Dispatcher.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private TriggerService NewService() => new(new PulsingTriggerStore(Store, Clock.Pulse), () => Dispatcher, Clock, NullLogger.Instance);
}
