namespace Covalent;

/// <summary>Names of the codecs that every part of the system knows.</summary>
public static class PayloadCodecs
{
    /// <summary>The binary form of C# values, see <c>docs/architecture/payloads.md</c>.</summary>
    public const string Binary = "covalent/binary";

    /// <summary>JSON text in UTF-8, the common ground with other languages.</summary>
    public const string Json = "json";

    /// <summary>A value put together from values of its parts, each with its own codec: what a lattice returns that returns more than one node.</summary>
    public const string Parts = "covalent/parts";

    /// <summary>A pickled Python object. Only Python opens it.</summary>
    public const string Pickle = "python/pickle";

    /// <summary>A NumPy array file.</summary>
    public const string Npy = "application/x-npy";
}
