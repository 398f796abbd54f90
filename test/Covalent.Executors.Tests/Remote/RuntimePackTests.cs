using System.Security.Cryptography;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Channels.Ssh;
using Covalent.Executors.Remote;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Executors.Tests.Remote;

/// <summary>Runtimes put together from NuGet's packs. The one for linux-x64 is run on a machine without .NET, the one for linux-arm64 under
/// emulation by SshArm64Tests. In the collection of all who need the second host, since others cut its link.</summary>
[Collection("far host")]
public sealed class RuntimePackTests
{
    private static readonly FrameworkReference[] Core = [new("Microsoft.NETCore.App", "10.0.0")];
    private static readonly string Folder = Directory.CreateTempSubdirectory("covalent-packs-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runtime_ForAnotherArchitecture_HasItsHostItsFrameworkAndALauncherForIt()
    {
        PortableRuntime portable = await AddAsync("linux-arm64");
        string version = Environment.Version.ToString(3);
        Assert.Equal("linux-arm64", portable.Runtime.RuntimeIdentifier);
        string[] paths = [.. portable.Runtime.Files.Select(file => file.Path)];
        foreach (string expected in new[] { $"host/fxr/{version}/libhostfxr.so", $"shared/Microsoft.NETCore.App/{version}/libhostpolicy.so", $"shared/Microsoft.NETCore.App/{version}/libcoreclr.so", $"shared/Microsoft.NETCore.App/{version}/System.Private.CoreLib.dll" })
        {
            Assert.Contains(expected, paths);
        }

        var store = new BundleStore(Folder, TimeProvider.System);
        foreach (BundleFile file in portable.Runtime.Files)
        {
            byte[] content = await File.ReadAllBytesAsync(store.PathOf(file.Sha256), Stop);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
            Assert.True(!file.Path.EndsWith(".so", StringComparison.Ordinal) || MachineOf(content) == ElfMachine.Arm64, file.Path);
        }

        byte[] launcher = await File.ReadAllBytesAsync(portable.Launcher, Stop);
        Assert.Equal(ElfMachine.Arm64, MachineOf(launcher));
        Assert.True(launcher.AsSpan().IndexOf("Covalent.Worker.dll\0"u8) > 0);
    }

    [Fact]
    public async Task Runtime_WhosePackageWasAltered_IsRefused()
    {
        await AddAsync("linux-arm64");
        string cache = Path.Combine(Folder, "altered");
        string name = $"microsoft.netcore.app.runtime.linux-arm64";
        string version = Environment.Version.ToString(3);
        foreach (string package in new[] { name, "microsoft.netcore.app.host.linux-arm64" })
        {
            string target = Directory.CreateDirectory(Path.Combine(cache, "packages", package, version)).FullName;
            foreach (string file in Directory.GetFiles(Path.Combine(Folder, "packs", "packages", package, version), "*.nupkg*"))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }

        await File.AppendAllTextAsync(Path.Combine(cache, "packages", name, version, $"{name}.{version}.nupkg"), "x", Stop);
        ExecutorException e = await Assert.ThrowsAsync<ExecutorException>(() => RuntimePacks.AddAsync(new BundleStore(Folder, TimeProvider.System), cache, "linux-arm64", Core, Stop));
        Assert.Contains("SHA-512", e.Message);
    }

    [Fact]
    public async Task Runtime_ForAPlatformNobodyServes_IsRefusedNamingThePack()
    {
        ExecutorException e = await Assert.ThrowsAsync<ExecutorException>(() => AddAsync("linux-covalentium"));
        Assert.Contains("Microsoft.NETCore.App.Runtime.linux-covalentium", e.Message);
    }

    [Fact]
    public async Task Runtime_WithAFrameworkNobodyPacks_IsRefusedNamingIt()
    {
        ExecutorException e = await Assert.ThrowsAsync<ExecutorException>(() =>
            RuntimePacks.AddAsync(new BundleStore(Folder, TimeProvider.System), Folder, "linux-arm64", [new("My.Framework", "1.0.0")], Stop));
        Assert.Contains("My.Framework", e.Message);
    }

    [Fact]
    public async Task Worker_OnAMachineWithoutDotnet_RunsOnTheRuntimeOfPacks()
    {
        await using SshChannel channel = Backends.Open(Backends.FarHost());
        string home = await Backends.MakeFolderAsync(channel);
        HostFacts facts = await HostProbe.AskAsync(channel, "", [home], Stop);
        Assert.Null(facts.Dotnet);
        var site = new RemoteSite(channel, facts, new RemoteLayout($"{home}/cache", $"{home}/work"), home, $"{home}/spool", new StoreLimits(TimeSpan.FromDays(1), long.MaxValue), TimeProvider.System, NullLogger.Instance);
        BundleManifest manifest = (await ApplicationBundle.For(Folder, TimeProvider.System).GetAsync(Stop)).Manifest!;
        var host = new ExecutorHost
        {
            Clock = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            DataFolder = Folder,
            ResultsFolder = Folder,
            OwnBundle = manifest.Id,
            Bundles = new BundleStore(Folder, TimeProvider.System),
        };
        PlacedWorker worker = await new WorkerRuntime(host, alwaysSend: false, fromPacks: true).PlaceAsync(site, new TaskBundle(manifest, host.Bundles, Folder), Stop);
        CommandResult result = await channel.RunAsync(new ShellCommand(ShellText.Lines(worker.Before, ShellText.Of($"{worker.Command} version"))), Stop);
        Assert.True(result.Succeeded, result.ErrorText);
        Assert.Contains($".NET {Environment.Version.ToString(3)}", result.OutputText);
        Assert.Contains(Backends.Require("COVALENT_TEST_FARHOST_NAME"), result.OutputText);
    }

    private static Task<PortableRuntime> AddAsync(string runtimeIdentifier) =>
        RuntimePacks.AddAsync(new BundleStore(Folder, TimeProvider.System), Path.Combine(Folder, "packs"), runtimeIdentifier, Core, Stop);

    private static ElfMachine MachineOf(byte[] program) => (ElfMachine)BitConverter.ToUInt16(program, 18);

    /// <summary>The machine in the head of a program of Linux.</summary>
    private enum ElfMachine : ushort
    {
        Other = 0,
        Amd64 = 62,
        Arm64 = 183,
    }
}
