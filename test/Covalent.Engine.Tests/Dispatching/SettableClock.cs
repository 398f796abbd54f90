using Microsoft.Extensions.Time.Testing;

namespace Covalent.Engine.Tests.Dispatching;

/// <summary>A clock whose wall time somebody sets while it runs; what it measures goes on evenly, as on a real machine.</summary>
internal sealed class SettableClock : FakeTimeProvider
{
    private TimeSpan _offset;

    public void SetBy(TimeSpan difference) => _offset += difference;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;
}
