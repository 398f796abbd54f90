namespace Covalent.Core.Leptons;

/// <summary>The Python programs this library brings along.</summary>
internal static class PythonPrograms
{
    /// <summary>Runs one call.</summary>
    public static byte[] Runner { get; } = Read("covalent.runner.py");

    /// <summary>Keeps an interpreter warm and forks it for each call.</summary>
    public static byte[] Nursery { get; } = Read("covalent.nursery.py");

    private static byte[] Read(string name)
    {
        using var resource = typeof(PythonPrograms).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
