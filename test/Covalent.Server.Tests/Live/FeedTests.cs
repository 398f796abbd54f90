using System.Text;
using static Covalent.Workflow;

namespace Covalent.Server.Tests.Live;

public sealed class FeedTests
{
    [Fact]
    public async Task Events_AfterACut_GoOnAtTheLastId()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var gate = Path.Combine(server.Folder, "gate");
        var id = await DispatchAsync(() => TestLattices.Blocked(gate));
        var (first, last) = await ReadAsync(server, id, "", events => events.Any(e => e.Kind == "output"));
        await File.WriteAllTextAsync(gate, "go");
        await server.Client.WaitAsync(id);
        var (rest, _) = await ReadAsync(server, id, last, _ => false);
        Assert.Contains(first, e => e.Kind == "node" && e.Data.Contains("RUNNING", StringComparison.Ordinal));
        Assert.DoesNotContain(rest, e => e.Data.Contains("RUNNING", StringComparison.Ordinal) && e.Kind == "dispatch");
        Assert.Contains("COMPLETED", rest[^1].Data, StringComparison.Ordinal);
        Assert.Empty(first.Select(e => e.Id).Intersect(rest.Select(e => e.Id)));
    }

    [Fact]
    public async Task Events_WithAnIdOfAnotherServer_StartWithTheCurrentState()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var id = await DispatchAsync(() => TestLattices.Chain(2));
        await server.Client.WaitAsync(id);
        var (events, _) = await ReadAsync(server, id, "0123456789ab-77", _ => false);
        Assert.Contains("COMPLETED", events[^1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerEvents_TellOfEveryDispatch()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        using var response = await server.Http.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var id = await DispatchAsync(() => TestLattices.Chain(1));
        var text = new StringBuilder();
        while (!(text.ToString() is var seen && seen.Contains(id, StringComparison.Ordinal) && seen.Contains("COMPLETED", StringComparison.Ordinal)))
        {
            text.AppendLine(await reader.ReadLineAsync());
        }

        Assert.StartsWith("id: ", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyListeners_OfOneDispatch_AllSeeTheEnd()
    {
        await using var server = await TestServer.StartAsync();
        using var use = ClientProvider.Use(server.Client);
        var gate = Path.Combine(server.Folder, "gate");
        var id = await DispatchAsync(() => TestLattices.Blocked(gate));
        var listeners = Enumerable.Range(0, 30).Select(_ => ReadAsync(server, id, "", _ => false)).ToList();
        await File.WriteAllTextAsync(gate, "go");
        Assert.All(await Task.WhenAll(listeners), result => Assert.Contains("COMPLETED", result.Events[^1].Data, StringComparison.Ordinal));
        Assert.Equal(1, server.Server.Parts.Feeds.Count);
    }

    private static async Task<(List<(string Id, string Kind, string Data)> Events, string Last)> ReadAsync(
        TestServer server, string id, string last, Func<List<(string Id, string Kind, string Data)>, bool> isEnough)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/dispatches/{id}/events");
        if (last.Length > 0)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<(string Id, string Kind, string Data)>();
        var (number, kind) = ("", "");
        while (!isEnough(events) && await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                number = line[4..];
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add((number, kind, line[6..]));
            }
        }

        return (events, number);
    }
}
