using Covalent.Core.Execution;
using Covalent.Engine;
using Covalent.Executors;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Workflow;

namespace Covalent.Integration.Tests.WrongUse;

/// <summary>A dispatcher with one dispatch in each state that somebody may use wrongly.</summary>
public sealed class WrongUseRig : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-wrong-").FullName;

    public EmbeddedDispatcher Client { get; private set; } = null!;

    /// <summary>Inputs <c>a</c> and <c>b</c>; 3 and 4 gave 8.</summary>
    public string Completed { get; private set; } = "";

    public string Failed { get; private set; } = "";

    public string Running { get; private set; } = "";

    public string Registered { get; private set; } = "";

    public string Cancelled { get; private set; } = "";

    public string Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        Client = NewClient(_folder);
        using var use = ClientProvider.Use(Client);
        Completed = await DispatchAsync(Lattices.Flow, 3, 4);
        Failed = await DispatchAsync(Lattices.Failing);
        Running = await DispatchAsync(Lattices.Stuck);
        Cancelled = await DispatchAsync(Lattices.Stuck);
        await CancelAsync(Cancelled);
        await GetResultAsync(Completed, wait: true);
        await GetResultAsync(Failed, wait: true);
        await Client.WaitAsync(Cancelled);
        Registered = Guid.CreateVersion7().ToString();
        await Client.RegisterAsync(await RequestAsync(Registered));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.CancelAsync(Running);
        await Client.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public static EmbeddedDispatcher NewClient(string folder) => new(new EmbeddedDispatcherOptions
    {
        DataFolder = folder,
        Executors = new ExecutorRegistry(_ => null, [], NullLogger.Instance).AddBuiltIn().Create,
    });

    /// <summary>The completed dispatch's workflow under another id.</summary>
    public async Task<DispatchRequest> RequestAsync(string id) => new()
    {
        DispatchId = id,
        Graph = await Client.GetGraphAsync(Completed),
        Lattice = await Client.GetLatticeAsync(Completed),
    };
}
