namespace Covalent.Quantum.QElectrons;

/// <summary>The key <c>shots</c> of a quantum executor's section.</summary>
internal static class ConfiguredShots
{
    /// <summary>Null when nothing is set, or when -1 or 0 say "as the device".</summary>
    /// <exception cref="ConfigurationException">The value is no whole number.</exception>
    public static Shots? Read(ConfigurationSection section)
    {
        if (!section.IsSet("shots"))
        {
            return null;
        }

        return section.GetInteger("shots") is { } count and > 0 ? checked((int)count) : null;
    }
}
