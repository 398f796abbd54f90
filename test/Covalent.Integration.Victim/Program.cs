using Covalent;
using Covalent.Core.Recording;
using Covalent.Engine;
using Covalent.Executors;
using Covalent.Integration.Victim;

if (args is ["remote", var executor, var shared])
{
    return await RemoteVictim.RunAsync(executor, shared);
}

// Arguments: data folder, journal file, executor mode. Takes up what an earlier life left, dispatches what is missing, waits for all.
var (folder, mode) = (args[0], args[2]);
Journal.Open(args[1]);
Delegate[] lattices = [VictimLattices.Chain, VictimLattices.Layers, VictimLattices.Nested, VictimLattices.Large, VictimLattices.Chain, VictimLattices.Layers];
await using var dispatcher = new EmbeddedDispatcher(new EmbeddedDispatcherOptions
{
    DataFolder = folder,
    Executors = spec => spec.ShortName == "local" ? new LocalExecutor { Mode = mode } : null,
    MaxProcessDeaths = int.MaxValue,
});
await dispatcher.ResumeAsync();
var watching = new List<Task>();
for (var i = 0; i < lattices.Length; i++)
{
    var recorded = LatticeCall.Record(lattices[i].Method, lattices[i].Target, [], null);
    var id = $"dispatch-{i}";
    await dispatcher.SubmitAsync(new DispatchRequest { DispatchId = id, Graph = recorded.Graph, Lattice = recorded.Info });
    watching.Add(WatchAsync(id));
}

Console.WriteLine("working");
await Task.WhenAll(watching);
Console.WriteLine("done");
return 0;

async Task WatchAsync(string id)
{
    await foreach (var e in dispatcher.WatchAsync(id))
    {
        if (e is NodeStatusChanged { Status: Status.Completed } node)
        {
            Journal.Write($"stored {id} {node.NodeId}");
        }
    }
}
