namespace Covalent;

/// <summary>Which stream a piece of output came from.</summary>
public enum OutputStream : byte
{
    /// <summary>Standard output.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,
}
