#:project ../../src/Covalent/Covalent.csproj
#:property TreatWarningsAsErrors=false

// A file-based application that tells where its tasks can run in the form it was built in: in this process, in worker processes, on a machine of
// eng/backends, through a server. One line for each place: the place and the result, or why it is refused.
using Covalent;
using Covalent.Executors;
using static Covalent.Workflow;

Executor[] places = [new LocalExecutor(), new LocalExecutor { Mode = LocalExecutor.Process }, new SshExecutor { Hostname = "nowhere.invalid" }, new SlurmExecutor { Address = "nowhere.invalid" }];
foreach (Executor place in places)
{
    string name = place is LocalExecutor local ? local.Mode : place.ShortName;
    if (args.Length == 0 || args.Contains(name))
    {
        await TellAsync(name, async () => (await RunAsync(() => Forms.Add(place))).Value);
    }
}

if (args.Length == 0 || args.Contains("server"))
{
    // Nothing listens there: an application that cannot be sent is told so before anything is.
    await using var server = new HttpDispatcherClient(new Uri("http://127.0.0.1:9"));
    using var chosen = ClientProvider.Use(server);
    await TellAsync("server", async () => int.Parse(await DispatchAsync(() => Forms.Add(null))));
}

static async Task TellAsync(string place, Func<Task<int>> run)
{
    try
    {
        Console.WriteLine($"{place}: {await run()}");
    }
    catch (CovalentException e)
    {
        Console.WriteLine($"{place}: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
    }
}

public static class Forms
{
    public static Node<int> Add(Executor? place) => place is null ? Electron(() => Sum(20, 22)) : Electron(() => Sum(20, 22), place);

    public static int Sum(int a, int b) => a + b;
}
