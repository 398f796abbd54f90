using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Leptons;

namespace Covalent.Executors.Dask;

/// <summary>The Python programs that connect to Dask.</summary>
internal static class DaskScripts
{
    /// <summary>What runs on Dask workers and on the scheduler: one module, with the programs for Python tasks as texts in it.</summary>
    public static string Far { get; } = string.Join('\n', Read("covalent_dask_far.py"), Read("covalent_dask_python.py"), "PROGRAMS = " + Programs());

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

    // Of plain ASCII, JSON is Python, too.
    private static string Programs() => new JsonObject
    {
        ["runner.py"] = Encoding.UTF8.GetString(PythonPrograms.Runner),
        ["nursery.py"] = Encoding.UTF8.GetString(PythonPrograms.Nursery),
    }.ToJsonString();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource '{name}' is missing from this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
