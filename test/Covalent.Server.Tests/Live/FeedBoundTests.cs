using Covalent.Server.Live;

namespace Covalent.Server.Tests.Live;

public sealed class FeedBoundTests
{
    [Fact]
    public void AFeed_KeepsABoundedNumberOfBytes_WhateverItsListenersDo()
    {
        var feed = new TestFeed();
        var slow = feed.Enter("");
        Assert.Equal("state", Assert.Single(slow.Take().Events).Kind);
        for (var megabytes = 0; megabytes < 10; megabytes++)
        {
            feed.Say(1 << 20);
        }

        Assert.Equal(10, slow.Take().Events.Count);
        for (var megabytes = 0; megabytes < 200; megabytes++)
        {
            feed.Say(1 << 20);
        }

        // What it missed is gone, so it is told the state as it is now.
        Assert.Equal("state", Assert.Single(slow.Take().Events).Kind);
        feed.Say(40 << 20);
        Assert.Equal(40 << 20, Assert.Single(slow.Take().Events).Json.Length);
    }

    private sealed class TestFeed() : Feed(TimeProvider.System)
    {
        public void Say(int bytes)
        {
            lock (Gate)
            {
                Append("output", new byte[bytes]);
            }
        }

        protected override IEnumerable<(string Kind, byte[] Json)> CurrentState() => [("state", [])];
    }
}
