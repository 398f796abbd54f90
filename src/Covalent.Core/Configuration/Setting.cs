namespace Covalent.Core.Configuration;

/// <summary>A value somebody set.</summary>
internal sealed record Setting(object Value, ConfigurationOrigin Origin);
