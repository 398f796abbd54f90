using Covalent.Core.Execution;

namespace Covalent.Engine.Dispatching;

/// <summary>Stands where no bundles are kept.</summary>
internal sealed class NoBundles : IBundleSource
{
    public static NoBundles Instance { get; } = new();

    public ValueTask<BundleManifest> GetAsync(string bundleId, CancellationToken cancellationToken) =>
        throw new CovalentException($"Bundle '{bundleId}' is not stored: this dispatcher keeps no bundles. Dispatch again from the application.");

    public string PathOf(string sha256) => throw new CovalentException($"File '{sha256}' is not stored: this dispatcher keeps no bundles.");
}
