using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>How the worker of a bundle is started on a machine.</summary>
/// <param name="Dotnet">The .NET program there, absolute.</param>
/// <param name="BundleFolder">The bundle's folder there, absolute.</param>
/// <param name="Application">Name of the application in it.</param>
/// <param name="Travelled">Whether the runtime came from here.</param>
internal sealed record PlacedWorker(string Dotnet, string BundleFolder, string Application, bool Travelled)
{
    /// <summary>The program and its arguments up to the worker's command.</summary>
    public ShellText Command => Setting is { } setting
        ? ShellText.Words(["env", setting, Dotnet])
        : ShellText.Words([Dotnet, .. WorkerCommand.HostArguments(BundleFolder, Application)]);

    /// <summary>The variable, <c>NAME=value</c>, by which a program in <see cref="Dotnet"/>'s place is the worker; null where that is <c>dotnet</c> itself.</summary>
    public string? Setting { get; init; }

    /// <summary>Lines to run before it.</summary>
    /// <remarks>A machine without .NET rarely has ICU either; .NET then needs to be told to do without, or it does not start.</remarks>
    public ShellText Before => ShellText.Lines(WithoutDiagnostics, Travelled
        ? ShellText.Verbatim("""
            if [ -z "$DOTNET_SYSTEM_GLOBALIZATION_INVARIANT" ]; then
              icu=; for f in /usr/lib/*/libicuuc.so* /usr/lib*/libicuuc.so* /lib/*/libicuuc.so*; do [ -e "$f" ] && icu=1 && break; done
              [ -n "$icu" ] || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
            fi
            """)
        : default);

    /// <summary>Nobody attaches a debugger over there, and a worker that is killed would leave its sockets and pipes in the temporary folder for good.</summary>
    private static ShellText WithoutDiagnostics { get; } = ShellText.Verbatim("export DOTNET_EnableDiagnostics=\"${DOTNET_EnableDiagnostics-${COMPlus_EnableDiagnostics-0}}\"");
}

/// <summary>Brings a bundle to a machine, and a .NET runtime where there is no suitable one.</summary>
/// <param name="host">Where bundles rest on this machine.</param>
/// <param name="alwaysSend">Send the runtime even where there is one.</param>
/// <param name="fromPacks">Send the runtime of NuGet's packs even where this machine's own would do.</param>
internal sealed class WorkerRuntime(ExecutorHost host, bool alwaysSend, bool fromPacks = false)
{
    /// <summary>The worker's own program where there is no <c>dotnet</c>; its settings are found by this name.</summary>
    private const string Launcher = "Covalent.Worker";

    private readonly BundleStore _store = new(host.DataFolder, host.Clock);
    private readonly ConcurrentDictionary<string, SharedRuntime> _runtimes = new(StringComparer.Ordinal);

    /// <summary>Sees to it that everything the worker needs is on the machine. Cheap when it is there already.</summary>
    /// <exception cref="ExecutorException">The bundle is for another platform, or no runtime can be sent.</exception>
    public async Task<PlacedWorker> PlaceAsync(RemoteSite site, TaskBundle bundle, CancellationToken cancellationToken)
    {
        BundleManifest manifest = bundle.Manifest;
        TaskBundle fitting = manifest.RuntimeIdentifier == site.Facts.RuntimeIdentifier ? bundle : await TranslateAsync(site, manifest, cancellationToken).ConfigureAwait(false);
        var files = RemoteBundle.From(fitting);
        TransferReport sent = await site.Store.EnsureAsync(files, cancellationToken).ConfigureAwait(false);
        if (sent.FilesSent > 0)
        {
            site.TidySoon();
        }

        if (manifest.Frameworks.Count == 0)
        {
            string folder = site.Layout.Bundle(files.Id);
            return new PlacedWorker($"{folder}/{manifest.Application}", folder, manifest.Application, Travelled: true) { Setting = $"{WorkerCommand.HookVariable}={WorkerCommand.HookOf(folder)}" };
        }

        bool isThere = !alwaysSend && site.Facts.Has(manifest.Frameworks);
        if (!isThere && (fromPacks || site.Facts.RuntimeIdentifier != RuntimeIdentifiers.Current))
        {
            return await PlaceWithPacksAsync(site, manifest, files, cancellationToken).ConfigureAwait(false);
        }

        string dotnet = isThere ? site.Facts.Dotnet! : await SendRuntimeAsync(site, manifest, cancellationToken).ConfigureAwait(false);
        return new PlacedWorker(dotnet, site.Layout.Bundle(files.Id), manifest.Application, Travelled: !isThere);
    }

    private async Task<string> SendRuntimeAsync(RemoteSite site, BundleManifest manifest, CancellationToken cancellationToken)
    {
        var missing = manifest.Frameworks.Where(wanted => RuntimeLayout.FrameworksInUse().All(have => have.Name != wanted.Name)).ToList();
        if (missing.Count > 0)
        {
            throw new ExecutorException($"{site.Channel.Destination} has no .NET {Wanted(manifest)}, and this process does not run on {string.Join(", ", missing.Select(framework => framework.Name))}, so it cannot be sent. Install .NET there.");
        }

        SharedRuntime shared = _runtimes.GetOrAdd(RuntimeLayout.Name, _ => new SharedRuntime(host, _store, InstalledAsync));
        RemoteBundle runtime = shared.Files(await shared.GetAsync(cancellationToken).ConfigureAwait(false));
        await site.Store.EnsureAsync(runtime, cancellationToken).ConfigureAwait(false);
        return $"{site.Layout.Bundle(runtime.Id)}/dotnet";
    }

    /// <summary>Sends a runtime from NuGet's packs. No pack has a <c>dotnet</c> program, so the worker gets one of its own.</summary>
    private async Task<PlacedWorker> PlaceWithPacksAsync(RemoteSite site, BundleManifest manifest, RemoteBundle application, CancellationToken cancellationToken)
    {
        SharedRuntime packs = Packs(site.Facts.RuntimeIdentifier, manifest.Frameworks);
        PortableRuntime portable = await packs.GetAsync(cancellationToken).ConfigureAwait(false);
        RemoteBundle runtime = packs.Files(portable);
        await site.Store.EnsureAsync(runtime, cancellationToken).ConfigureAwait(false);
        RemoteBundle launched = await LaunchedAsync(application, manifest.Application, portable.Launcher, cancellationToken).ConfigureAwait(false);
        await site.Store.EnsureAsync(launched, cancellationToken).ConfigureAwait(false);
        string folder = site.Layout.Bundle(launched.Id);
        return new PlacedWorker($"{folder}/{Launcher}", folder, manifest.Application, Travelled: true) { Setting = $"DOTNET_ROOT={site.Layout.Bundle(runtime.Id)}" };
    }

    /// <summary>The application with the worker's own program, which looks for settings under the worker's name.</summary>
    private static async Task<RemoteBundle> LaunchedAsync(RemoteBundle application, string name, string launcher, CancellationToken cancellationToken)
    {
        byte[] program = await File.ReadAllBytesAsync(launcher, cancellationToken).ConfigureAwait(false);
        string hash = Convert.ToHexStringLower(SHA256.HashData(program));
        IEnumerable<RemoteBundleFile> settings = application.Files.Where(file => file.Path == $"{name}.deps.json" || file.Path == $"{name}.runtimeconfig.json")
            .Select(file => file with { Path = Launcher + file.Path[name.Length..] });
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{application.Id}\n{hash}\n")));
        RemoteBundleFile[] own = [new RemoteBundleFile(Launcher, hash, program.Length, launcher), .. settings];
        return new RemoteBundle(id, [.. application.Files.Where(file => own.All(mine => mine.Path != file.Path)), .. own]);
    }

    private SharedRuntime Packs(string runtimeIdentifier, IReadOnlyList<FrameworkReference> frameworks) =>
        _runtimes.GetOrAdd($"{runtimeIdentifier} {string.Join(' ', frameworks.Select(framework => framework.Name))}", _ => new SharedRuntime(host, _store,
            () => RuntimePacks.AddAsync(_store, Path.Combine(host.DataFolder, "packs"), runtimeIdentifier, frameworks, CancellationToken.None)));

    private async Task<PortableRuntime> InstalledAsync() => new(await RuntimeLayout.AddAsync(_store, CancellationToken.None).ConfigureAwait(false), "");

    private async Task<TaskBundle> TranslateAsync(RemoteSite site, BundleManifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Id != host.OwnBundle)
        {
            throw new ExecutorException($"{site.Channel.Destination} is a {site.Facts.RuntimeIdentifier} machine, and application '{manifest.Application}' was bundled for {manifest.RuntimeIdentifier}. Dispatch from the application itself, which can bundle for other platforms, or use a machine of that platform.");
        }

        BundleResult result = await ApplicationBundle.For(host.DataFolder, host.Clock).GetForAsync(site.Facts.RuntimeIdentifier, cancellationToken).ConfigureAwait(false);
        return result.Manifest is { } translated
            ? new TaskBundle(translated, host.Bundles, host.DataFolder)
            : throw new ExecutorException($"Application '{manifest.Application}' cannot be bundled for {site.Facts.RuntimeIdentifier}: {result.Reason}.");
    }

    private static string Wanted(BundleManifest manifest) => string.Join(", ", manifest.Frameworks.Select(framework => $"{framework.Name} {framework.Version}"));
}
