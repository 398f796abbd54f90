using Covalent.Executors.Channels;

namespace Covalent.Executors.Tests.Channels;

public sealed class SshChannelTests : CommandChannelConformance
{
    internal override ICommandChannel CreateChannel() => Backends.Open(Backends.Loopback());
}

[Collection("far host")]
public sealed class SshChannelToTheFarHostTests : CommandChannelConformance
{
    internal override ICommandChannel CreateChannel() => Backends.Open(Backends.FarHost());

    [Fact]
    public async Task HostName_OfTheFarHost_IsItsOwn() =>
        Assert.Equal(Backends.Require("COVALENT_TEST_FARHOST_NAME") + "\n", (await Run("hostname")).OutputText);
}
