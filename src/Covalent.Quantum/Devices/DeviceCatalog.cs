using System.Collections.Concurrent;

namespace Covalent.Quantum.Devices;

/// <summary>The simulators by name.</summary>
internal static class DeviceCatalog
{
    private static readonly ConcurrentDictionary<string, Func<Device, IQuantumDevice>> Factories = new(StringComparer.Ordinal)
    {
        ["default.mixed"] = static device => new SimulatorDevice(device, new DensityStateFactory()),
        ["default.qubit"] = static device => new SimulatorDevice(device, new ReferenceStateFactory()),
        ["lightning.qubit"] = static device => new Lightning.LightningDevice(device),
    };

    public static IEnumerable<string> Names => Factories.Keys.Order(StringComparer.Ordinal);

    public static void Register(string name, Func<Device, IQuantumDevice> open) => Factories[name] = open;

    public static string Require(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Factories.ContainsKey(name)
            ? name
            : throw new ArgumentException($"There is no device named \"{name}\"; known devices are {string.Join(", ", Names)}.", nameof(name));
    }

    public static IQuantumDevice Open(Device device) => Factories[device.Name](device);
}
