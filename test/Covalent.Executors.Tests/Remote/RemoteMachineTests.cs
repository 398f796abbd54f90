using System.Diagnostics;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Tests.Remote;

public sealed class LocalMachineTests : DetachedJobsConformance
{
    internal override ICommandChannel CreateChannel() => new LocalChannel(TimeProvider.System);
}

public sealed class BusyboxMachineTests : DetachedJobsConformance
{
    internal override ICommandChannel CreateChannel()
    {
        string? busybox = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "busybox")).FirstOrDefault(File.Exists);
        if (busybox is null)
        {
            Assert.Skip("busybox is not installed");
        }

        // A search path with busybox's own programs and nothing else.
        string folder = Directory.CreateTempSubdirectory("busybox").FullName;
        using Process install = Process.Start(busybox, ["--install", "-s", folder]);
        install.WaitForExit();
        return new LocalChannel(TimeProvider.System, folder + "/sh", new Dictionary<string, string> { ["PATH"] = folder });
    }
}

public sealed class SshMachineTests : DetachedJobsConformance
{
    internal override ICommandChannel CreateChannel() => Backends.Open(Backends.Loopback());
}

[Collection("far host")]
public sealed class FarMachineTests : DetachedJobsConformance
{
    internal override ICommandChannel CreateChannel() => Backends.Open(Backends.FarHost());
}
