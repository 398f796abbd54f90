using System.Globalization;

namespace Covalent.Executors.Tests.Dask;

/// <summary>How much more memory a process had resident at its worst since this was made, as Linux counts it.</summary>
internal sealed class ProcessPeak
{
    private readonly int _id;
    private readonly long _before;

    public ProcessPeak(string name, int id)
    {
        (Name, _id) = (name, id);
        File.WriteAllText($"/proc/{id}/clear_refs", "5");
        _before = Read("VmRSS:");
    }

    public string Name { get; }

    /// <summary>Bytes.</summary>
    public long Growth => Read("VmHWM:") - _before;

    private long Read(string field) =>
        long.Parse(File.ReadLines($"/proc/{_id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
