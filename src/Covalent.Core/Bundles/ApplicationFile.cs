namespace Covalent.Core.Bundles;

/// <summary>One file of an application, where it lies and where it goes.</summary>
/// <param name="Path">Relative path in the bundle, with forward slashes.</param>
/// <param name="Source">Where it lies now, absolute.</param>
internal sealed record ApplicationFile(string Path, string Source);
