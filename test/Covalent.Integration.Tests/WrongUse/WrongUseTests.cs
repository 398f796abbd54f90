using static Covalent.Workflow;

namespace Covalent.Integration.Tests.WrongUse;

/// <summary>Wrong uses of a dispatcher that works: each is refused with one message that names the thing, the reason and the next step. Wrong
/// authoring and wrong configuration have tables of their own, in the tests of <c>Covalent.Core</c>.</summary>
public sealed class WrongUseTests(WrongUseRig rig) : IClassFixture<WrongUseRig>
{
    private const string Nobody = "0197b4f2-0000-7000-8000-000000000000";

    private static readonly Dictionary<string, (Func<WrongUseRig, Task> Use, string Message)> Table = new()
    {
        // Cancel
        ["cancel: empty id"] = (_ => CancelAsync(""), "Pass the one that dispatching returned"),
        ["cancel: unknown dispatch"] = (_ => CancelAsync(Nobody), "is not known in"),
        ["cancel: id that cannot be one"] = (_ => CancelAsync("../etc"), "Check the id"),
        ["cancel: node beyond the graph"] = (rig => CancelAsync(rig.Running, [99]), "has no node 99; its nodes are 0 to 1"),
        ["cancel: negative node"] = (rig => CancelAsync(rig.Running, [-1]), "has no node -1"),
        ["cancel: one good and one wrong node"] = (rig => CancelAsync(rig.Running, [0, 7]), "has no node 7"),
        ["cancel: no nodes"] = (rig => CancelAsync(rig.Running, []), "leave the list out to cancel all of it"),
        ["cancel: node of a completed dispatch that it lacks"] = (rig => CancelAsync(rig.Completed, [40]), "has no node 40; its nodes are 0 to 3"),
        ["cancel: nodes of a dispatch that has not started"] = (rig => CancelAsync(rig.Registered, [0]), "Cancel all of it, or start it first"),
        ["cancel: through a closed dispatcher"] = (rig => ThroughClosedAsync(rig, client => client.CancelAsync(rig.Completed)), "Make a new one on the same folder"),

        // Redispatch
        ["redispatch: empty id"] = (async _ => await RedispatchAsync(" "), "dispatchId"),
        ["redispatch: unknown dispatch"] = (async _ => await RedispatchAsync(Nobody), "is not known in"),
        ["redispatch: too few inputs"] = (async rig => await RedispatchAsync(rig.Completed).WithInputs(1), "has 2 inputs (a, b) and WithInputs was given 1"),
        ["redispatch: unknown input"] = (async rig => await RedispatchAsync(rig.Completed).WithInput("c", 1), "has no input 'c'. Its inputs are a, b"),
        ["redispatch: input of another type"] = (async rig => await RedispatchAsync(rig.Completed).WithInput("b", "four"), "has type 'Int32' and cannot be a value of type 'String'"),
        ["redispatch: null for a number"] = (async rig => await RedispatchAsync(rig.Completed).WithInputs(1, null), "cannot be null. Give a value of its type"),
        ["redispatch: nameless input"] = (async rig => await RedispatchAsync(rig.Completed).WithInput("", 1), "Parameter 'name'"),
        ["redispatch: replacement with other parameters"] = (async rig => await RedispatchAsync(rig.Completed).Replace(Work.Add, Work.Inc), "parameters and result must be the same"),
        ["redispatch: replacement of what is not called"] = (async rig => await RedispatchAsync(rig.Completed).Replace(Work.Half, (double x) => x), "It calls Work.Inc, Work.Add"),
        ["redispatch: replacement by null"] = (async rig => await RedispatchAsync(rig.Completed).Replace(Work.Inc, null!), "newMethod"),
        ["redispatch: input that is not JSON"] = (rig => JsonAsync(rig, "a", "three"), "is not JSON"),
        ["redispatch: JSON for an unknown input"] = (rig => JsonAsync(rig, "z", "3"), "has no input 'z'. Its inputs are a, b"),
        ["redispatch: id in use"] = (rig => rig.Client.RedispatchAsync(new RedispatchRequest { NewDispatchId = rig.Failed, DispatchId = rig.Completed }), "belongs to another workflow ('Failing'). Use a new id"),
        ["redispatch: id that cannot be one"] = (rig => rig.Client.RedispatchAsync(new RedispatchRequest { NewDispatchId = "a/b", DispatchId = rig.Completed }), "'a/b' cannot be a dispatch id"),

        // Results and payloads
        ["result: another type"] = (async rig => _ = (await GetResultAsync<string>(rig.Completed)).Value, "Ask for the type it was written with"),
        ["result: type that cannot travel"] = (async rig => _ = (await GetResultAsync<MemoryStream>(rig.Completed)).Value, "a stream is a place, not data"),
        ["result: of a failed dispatch"] = (async rig => _ = (await GetResultAsync<int>(rig.Failed)).Value, "node 0 'Fail' failed with System.IO.InvalidDataException: no such sample"),
        ["result: of a cancelled dispatch"] = (async rig => _ = (await GetResultAsync<int>(rig.Cancelled)).Value, "Redispatch it to run it again"),
        ["result: of a running dispatch"] = (async rig => _ = (await GetResultAsync<int>(rig.Running)).Value, "Fetch it again with wait: true"),
        ["result: unknown dispatch"] = (_ => GetResultAsync<int>(Nobody), "is not known in"),
        ["output: node that has not run"] = (rig => rig.Client.GetNodeOutputAsync(rig.Running, 1), "Wait for it to complete"),
        ["output: node that failed"] = (rig => rig.Client.GetNodeOutputAsync(rig.Failed, 0), "it is FAILED. Redispatch to run it again"),
        ["output: node beyond the graph"] = (rig => rig.Client.GetNodeOutputAsync(rig.Completed, 12), "has no node 12; its nodes are 0 to 3"),
        ["payload: no bytes"] = (_ => Decoded([]), "it ends early"),
        ["payload: other bytes"] = (_ => Decoded("hello, world! hello, world!"u8.ToArray()), "do not begin with its mark"),
        ["payload: cut short"] = (_ => Decoded(Payload.Encode("abcdefgh").ToArray()[..^3]), "is damaged or of another type"),
        ["payload: bytes behind the end"] = (_ => Decoded([.. Payload.Encode("abc").ToArray(), 1, 2]), "2 bytes are left over behind the value"),
        ["payload: of another type"] = (_ => { Payload.Encode(5).Decode<string>(); return Task.CompletedTask; }, "holds a value of type int and cannot be read as string"),
        ["payload: type that cannot travel"] = (_ => { Payload.Encode(new MemoryStream()); return Task.CompletedTask; }, "Read it into a byte[] or string"),
        ["payload: object that holds itself"] = (_ => { Payload.Encode(Work.Circle()); return Task.CompletedTask; }, "Only trees travel"),
        ["payload: input that holds itself"] = (_ => DispatchAsync(Lattices.Lengths, Work.Circle()), "Input 'link' of lattice 'Lengths'"),
        ["payload: result that holds itself"] = (async rig => _ = (await GetResultAsync<Work.Link>(await DispatchAsync(Lattices.Circle), wait: true)).Value, "node 0 'Circle' failed with Covalent.PayloadException"),

        // Dispatching
        ["dispatch: unknown executor"] = (async rig => _ = (await GetResultAsync<int>(await DispatchAsync(Lattices.One, new DispatchOptions { Executor = "slrum" }), wait: true)).Value, "no executor of this name is known. Check the spelling of 'slrum'"),
        ["dispatch: option of the wrong type"] = (_ => DispatchAsync(Lattices.One, new DispatchOptions { Electrons = new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(-1) } }), "use a positive time"),
        ["dispatch: trigger without a server"] = (_ => DispatchAsync(Lattices.One, new DispatchOptions { Triggers = [new TimeTrigger(TimeSpan.FromSeconds(5))] }), "Start one (covalent start)"),
        ["register: id that cannot be one"] = (async rig => await rig.Client.RegisterAsync(await rig.RequestAsync("no spaces")), "'no spaces' cannot be a dispatch id"),
        ["register: id of another workflow"] = (async rig => await rig.Client.RegisterAsync(await rig.RequestAsync(rig.Failed)), "belongs to another workflow ('Failing')"),
        ["submit: id of another workflow"] = (async rig => await rig.Client.SubmitAsync(await rig.RequestAsync(rig.Running)), "belongs to another workflow ('Stuck')"),
        ["start: unknown dispatch"] = (rig => rig.Client.StartAsync(Nobody), "is not known in"),
        ["resume: unknown dispatch"] = (_ => ResumeAsync(Nobody), "is not known in"),
        ["delete: running dispatch"] = (async rig => Refusals(await rig.Client.DeleteAsync([rig.Running])), "it is RUNNING; cancel it and wait for its end first"),
        ["delete: unknown dispatch"] = (async rig => Refusals(await rig.Client.DeleteAsync([Nobody])), "it is not known here"),
        ["list: page of nothing"] = (rig => rig.Client.ListAsync(new DispatchQuery { Count = 0 }), "has 1 to 1000 of them"),
        ["list: page too long"] = (rig => rig.Client.ListAsync(new DispatchQuery { Count = 5000 }), "Ask for further pages with the offset"),
        ["list: before the first"] = (rig => rig.Client.ListAsync(new DispatchQuery { Offset = -1 }), "Use 0 for the first page"),
        ["export: running dispatch"] = (rig => rig.Client.ExportAsync(rig.Running, Stream.Null), "cannot be exported: it is RUNNING. Wait for its end, or cancel it"),
        ["import: other file"] = (rig => rig.Client.ImportAsync(new MemoryStream("PK other file"u8.ToArray())), "it does not begin like one"),
        ["open: data folder that is a file"] = (rig => InsideAFileAsync(rig), "Choose another one or check its rights"),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WrongUse_IsRefused_WithTheNextStep(string name)
    {
        using var use = ClientProvider.Use(rig.Client);
        var (wrong, message) = Table[name];

        var error = await Assert.ThrowsAnyAsync<Exception>(() => wrong(rig));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_CoversEveryArea()
    {
        Assert.True(Table.Count >= 40, $"{Table.Count} wrong uses");
        Assert.All(["cancel", "redispatch", "payload", "dispatch"], area => Assert.True(Table.Keys.Count(name => name.StartsWith(area, StringComparison.Ordinal)) >= 3, area));
    }

    private static Task Decoded(byte[] bytes)
    {
        Payload.FromBytes(bytes).Decode<string>();
        return Task.CompletedTask;
    }

    private static Task JsonAsync(WrongUseRig rig, string name, string json) => rig.Client.RedispatchAsync(new RedispatchRequest
    {
        NewDispatchId = Guid.CreateVersion7().ToString(),
        DispatchId = rig.Completed,
        Inputs = new Dictionary<string, string> { [name] = json },
    });

    private static async Task ThroughClosedAsync(WrongUseRig rig, Func<IDispatcherClient, Task> use)
    {
        var closed = WrongUseRig.NewClient(Path.Combine(rig.Folder, "closed"));
        await closed.DisposeAsync();
        await use(closed);
    }

    private static async Task InsideAFileAsync(WrongUseRig rig)
    {
        var file = Path.Combine(rig.Folder, "file");
        await File.WriteAllTextAsync(file, "taken");
        await using var client = WrongUseRig.NewClient(file);
        await client.ListAsync(new DispatchQuery());
    }

    private static void Refusals(DeleteReport report) => throw new InvalidOperationException(string.Join(" ", report.Failed.Values));
}
