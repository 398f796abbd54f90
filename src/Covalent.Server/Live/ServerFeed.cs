using Covalent.Core.Client.Http;

namespace Covalent.Server.Live;

/// <summary>Statuses of all dispatches. A listener without a place is told to read the list; it holds nobody's whole state.</summary>
internal sealed class ServerFeed(TimeProvider clock) : Feed(clock)
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    public void Add(DispatchStatusChanged change)
    {
        var (kind, json) = EventJson.Write(change);
        lock (Gate)
        {
            Append(kind, json);
        }
    }

    protected override IEnumerable<(string Kind, byte[] Json)> CurrentState() => [("reset", Nothing)];
}
