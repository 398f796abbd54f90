using Covalent.Core.Bundles;
using Covalent.Core.Execution;

namespace Covalent.Executors.Remote;

/// <summary>A runtime that many jobs send: stored once, and again when its contents were pruned meanwhile.</summary>
/// <param name="host">Where bundles rest on this machine.</param>
/// <param name="store">The same place.</param>
/// <param name="make">Stores the runtime; its launcher is empty when it has a <c>dotnet</c> program.</param>
internal sealed class SharedRuntime(ExecutorHost host, BundleStore store, Func<Task<PortableRuntime>> make)
{
    private readonly Lock _lock = new();
    private Task<PortableRuntime>? _made;

    /// <summary>The runtime, with its contents on this machine.</summary>
    public Task<PortableRuntime> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_made is null or { IsFaulted: true } || (_made.IsCompletedSuccessfully && !IsThere(_made.Result)))
            {
                _made = Task.Run(make, CancellationToken.None);
            }

            return _made.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Its files for a far machine.</summary>
    public RemoteBundle Files(PortableRuntime runtime) => RemoteBundle.From(new TaskBundle(runtime.Runtime, store, host.DataFolder)) with { Restore = MakeAgainAsync };

    private Task<PortableRuntime> MakeAgainAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _made = Task.Run(make, CancellationToken.None);
            return _made.WaitAsync(cancellationToken);
        }
    }

    private bool IsThere(PortableRuntime runtime) => store.TryUse(runtime.Runtime) && (runtime.Launcher.Length == 0 || File.Exists(runtime.Launcher));
}
