namespace Covalent.Engine.Storage;

/// <summary>Codecs the engine itself knows by name; it never decodes what they wrote.</summary>
internal static class CodecNames
{
    /// <summary>What .NET values are encoded with; stored as null.</summary>
    public const string Binary = "covalent/binary";
}
