namespace Covalent;

/// <summary>What may stand to the right of a configuration key.</summary>
public enum ConfigurationValueKind
{
    /// <summary>TOML text.</summary>
    Text,

    /// <summary>Text that names a file or folder of this machine; a leading <c>~</c> is the home folder.</summary>
    Path,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A whole number or one with a fraction.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>; the texts <c>"true"</c> and <c>"false"</c>, as the Python original writes them, are accepted.</summary>
    Boolean,

    /// <summary>A number of seconds, or text with a unit: <c>"250ms"</c>, <c>"90s"</c>, <c>"5m"</c>, <c>"2h"</c>, <c>"30d"</c>. A negative number means none.</summary>
    Duration,

    /// <summary>An array of texts.</summary>
    TextList,

    /// <summary>A table whose keys are the user's own, such as the options of a Slurm job.</summary>
    Table,

    /// <summary>Anything; the reader of the key checks it.</summary>
    Any,
}
