namespace Covalent.Core.Bundles;

/// <summary>The running application's bundle, or why there is none.</summary>
/// <param name="Manifest">The stored bundle; null when the application cannot travel.</param>
/// <param name="Reason">Why not, with the publish setting to change; empty when there is a bundle.</param>
internal sealed record BundleResult(BundleManifest? Manifest, string Reason)
{
    public static BundleResult None(string reason) => new(null, reason);
}
