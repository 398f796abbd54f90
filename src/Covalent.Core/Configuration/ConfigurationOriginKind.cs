namespace Covalent;

/// <summary>The three places a value can come from; later ones win.</summary>
public enum ConfigurationOriginKind
{
    /// <summary>The schema; nobody set a value.</summary>
    Default,

    /// <summary>The file <c>covalent.conf</c>.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,
}
