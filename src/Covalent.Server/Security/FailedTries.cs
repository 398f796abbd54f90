using System.Collections.Concurrent;
using System.Net;

namespace Covalent.Server.Security;

/// <summary>Slows down whoever tries tokens: after some wrong ones an address waits for a minute.</summary>
internal sealed class FailedTries(TimeProvider clock)
{
    private const int Most = 20;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<IPAddress, (long Since, int Count)> _tries = new();

    public bool IsBlocked(IPAddress address) => _tries.TryGetValue(address, out var tries) && tries.Count >= Most && clock.GetElapsedTime(tries.Since) < Window;

    public void Note(IPAddress address)
    {
        if (_tries.Count >= MostAddresses)
        {
            _tries.Clear();
        }

        _tries.AddOrUpdate(address, _ => (clock.GetTimestamp(), 1), (_, tries) => clock.GetElapsedTime(tries.Since) < Window ? (tries.Since, tries.Count + 1) : (clock.GetTimestamp(), 1));
    }
}
