using Covalent.Executors.Channels;

namespace Covalent.Executors.Tests.Channels;

public sealed class LocalChannelTests : CommandChannelConformance
{
    internal override ICommandChannel CreateChannel() => new LocalChannel(TimeProvider.System);
}
