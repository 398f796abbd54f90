using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Executors.Dask;

/// <summary>The two Python programs this library brings along.</summary>
internal static class DaskScripts
{
    /// <summary>What runs on Dask workers and on the scheduler.</summary>
    public static string Far { get; } = Read("covalent_dask_far.py");

    /// <summary>What speaks to the scheduler.</summary>
    public static string Bridge { get; } = Read("covalent_dask_bridge.py");

    /// <summary>Name of the far module: another text is another module, so that dispatchers of several versions can share a cluster.</summary>
    public static string FarModule { get; } = "covalent_dask_" + Hash(Far);

    /// <summary>Writes the bridge where Python can run it, and where its lines appear in tracebacks; answers the path.</summary>
    public static string WriteBridge(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"bridge-{Hash(Bridge)}.py");
        if (!File.Exists(path))
        {
            string part = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllText(part, Bridge);
            File.Move(part, path, overwrite: true);
        }

        return path;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource '{name}' is missing from this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
