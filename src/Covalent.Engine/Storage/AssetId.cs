namespace Covalent.Engine.Storage;

/// <summary>Names bytes kept outside the database by what they are.</summary>
/// <param name="Sha256">Content hash, lower-case hex.</param>
/// <param name="Length">Length in bytes.</param>
internal sealed record AssetId(string Sha256, long Length);
