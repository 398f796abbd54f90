using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Worker;

namespace Covalent.Executors.Local;

/// <summary>Starts worker processes of one pool: in the application's own folder while that is what was dispatched, else from the stored bundle.</summary>
internal sealed class WorkerLauncher(LocalExecutor executor, ExecutorHost host) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, BundleManifest> _manifests = new(StringComparer.Ordinal);
    private readonly Lazy<PoolScratch> _scratch = new(() => new PoolScratch());
    private WorkerDoor? _door;
    private bool _isDoorThere;
    private object? _doorLock;

    /// <exception cref="ExecutorException">The worker did not start; the message holds what it said.</exception>
    /// <exception cref="OperationCanceledException">The pool closes; the process has been ended.</exception>
    public async Task<StartedWorker> StartAsync(string bundleId, CancellationToken cancellationToken)
    {
        var manifest = await ManifestAsync(bundleId, cancellationToken).ConfigureAwait(false);
        var folder = FolderOf(manifest);
        var door = LazyInitializer.EnsureInitialized(ref _door, ref _isDoorThere, ref _doorLock, () => new WorkerDoor(_scratch.Value.SocketPath))!;
        var secret = RandomNumberGenerator.GetHexString(32);
        var knocks = door.ExpectAsync(secret);
        var (stdout, stderr) = _scratch.Value.NextStreams();
        var process = Start(folder, manifest.Application, manifest.Frameworks.Count == 0, secret, stdout, stderr);
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var exits = process.WaitForExitAsync(cancellationToken);
            if (await Task.WhenAny(knocks, exits).WaitAsync(Patience, host.Clock, cancellationToken).ConfigureAwait(false) != knocks)
            {
                // A cancelled wait is over too, and that process has no exit code yet.
                await exits.ConfigureAwait(false);
                throw Failed(manifest, $"{ProcessExit.Describe(process.ExitCode)}. {Shorten(await said.ConfigureAwait(false))}");
            }

            var (orders, results) = await knocks.ConfigureAwait(false);
            return new StartedWorker(process, orders, results, stdout, stderr);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw Failed(manifest, $"it did not answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception) when (knocks.IsFaulted)
        {
            // Turned away at the door.
            process.Kill();
            throw;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        finally
        {
            if (!knocks.IsCompletedSuccessfully)
            {
                door.GiveUp(secret);
            }
        }
    }

    public void Dispose()
    {
        _door?.Dispose();
        if (_scratch.IsValueCreated)
        {
            _scratch.Value.Dispose();
        }
    }

    private async ValueTask<BundleManifest> ManifestAsync(string bundleId, CancellationToken cancellationToken) =>
        _manifests.TryGetValue(bundleId, out var known) ? known
            : _manifests[bundleId] = await host.Bundles.GetAsync(bundleId, cancellationToken).ConfigureAwait(false);

    private string FolderOf(BundleManifest manifest)
    {
        if (host.OwnBundle == manifest.Id && ApplicationBundle.For(host.DataFolder, host.Clock) is { Folder: { } own } application && application.IsFolderUnchanged())
        {
            return own;
        }

        return BundleTree.In(host.DataFolder, manifest, host.Bundles);
    }

    private Process Start(string folder, string application, bool isSelfContained, string secret, string stdout, string stderr)
    {
        var start = new ProcessStartInfo(isSelfContained ? Path.Combine(folder, application) : DotnetHost.Path ?? "dotnet",
        [
            .. isSelfContained ? [] : WorkerCommand.HostArguments(folder, application), "serve", "--socket", _scratch.Value.SocketPath, "--stdout", stdout, "--stderr", stderr,
        ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = Environment.CurrentDirectory,
        };
        start.Environment[Worker.Commands.ServeOptions.SecretVariable] = secret;
        start.Environment["DOTNET_gcServer"] = "0";
        if (isSelfContained)
        {
            start.Environment[WorkerCommand.HookVariable] = WorkerCommand.HookOf(folder);
        }

        if (executor.MemoryLimit is > 0 and var megabytes)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = (megabytes * 1048576L).ToString("x", CultureInfo.InvariantCulture);
        }

        var process = Process.Start(start) ?? throw new ExecutorException("A worker process could not be started.", isTransient: true);
        process.StandardInput.Close();
        return process;
    }

    private static ExecutorException Failed(BundleManifest manifest, string why) =>
        new($"A worker process for application '{manifest.Application}' could not be started: {why}".TrimEnd() + " Check that 'dotnet' and the frameworks the application names are installed.");

    private static string Shorten(string said) => said.Length <= 2000 ? said.Trim() : said[..2000].Trim() + "…";
}

/// <summary>A worker process that has connected.</summary>
internal sealed record StartedWorker(Process Process, Socket Orders, Socket Results, string Stdout, string Stderr);
