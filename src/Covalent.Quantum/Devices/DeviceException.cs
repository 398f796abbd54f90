namespace Covalent.Quantum;

/// <summary>A circuit cannot run on a device: an operation or measurement it does not know, too many wires, or shots that do not fit.</summary>
public sealed class DeviceException : CovalentException
{
    /// <summary>Says which device refused what, why, and what to do instead.</summary>
    public DeviceException(string device, string message)
        : base($"{device}: {message}") => Device = device;

    /// <summary>The device's name.</summary>
    public string Device { get; }
}
