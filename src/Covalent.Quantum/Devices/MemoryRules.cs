using System.Globalization;

namespace Covalent.Quantum.Devices;

/// <summary>Says how much memory is needed before it is allocated.</summary>
internal static class MemoryRules
{
    private static readonly double Available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public static void RequireState(IStateFactory simulator, int qubits)
    {
        var bytes = simulator.BytesFor(qubits);
        if (bytes > Available || qubits > simulator.MaximumQubits)
        {
            var reason = bytes > Available ? $"{Text(Available)} are available" : $"{simulator.Name} simulates at most {simulator.MaximumQubits}";
            throw new DeviceException(simulator.Name, $"the state of {qubits} qubits needs {Text(bytes)}, but {reason}. Use fewer wires{(simulator.IsMixed ? ", or a state-vector device" : ", or single precision on lightning.qubit")}.");
        }
    }

    public static void RequireArray(string device, Measurement measurement, int bits, int bytesPerEntry)
    {
        var bytes = bytesPerEntry * Math.Pow(2, bits);
        if (bytes > Available || bits > 30)
        {
            throw new DeviceException(device, $"the result of {measurement.Kind} has 2^{bits} entries and needs {Text(bytes)}; {Text(Available)} are available and results have at most 2^30 entries. Name fewer wires, or use Sample, Counts or Expval.");
        }
    }

    private static string Text(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        var unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }
}
