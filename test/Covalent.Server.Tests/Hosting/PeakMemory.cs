using System.Globalization;

namespace Covalent.Server.Tests.Hosting;

/// <summary>The most memory a process had resident, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Begins to count anew.</summary>
    /// <returns>What is resident now, in bytes.</returns>
    public static long Restart(int process)
    {
        File.WriteAllText($"/proc/{process}/clear_refs", "5");
        return Read(process);
    }

    /// <summary>Bytes at the peak since the last <see cref="Restart"/>.</summary>
    public static long Read(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) << 10;
}
