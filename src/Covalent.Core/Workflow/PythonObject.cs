using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>A Python object that C# carries without opening: what a Python electron returned, for other Python electrons to take.</summary>
/// <remarks>It is Python's own pickle, and opening one runs code, so it is opened only by the worker Python that receives it; whoever can write
/// to the dispatch's values decides what runs there. The Python that opens it needs the packages of the one that made it.</remarks>
[PayloadCodec(typeof(Core.Leptons.PythonObjectCodec))]
public sealed class PythonObject
{
    internal PythonObject(string typeName, string preview, string pythonVersion, IReadOnlyDictionary<string, string> modules, ReadOnlyMemory<byte> pickle)
    {
        TypeName = typeName;
        Preview = preview;
        PythonVersion = pythonVersion;
        Modules = modules;
        Pickle = pickle;
    }

    /// <summary>Full name of its class, such as <c>sklearn.svm._classes.SVC</c>.</summary>
    public string TypeName { get; }

    /// <summary>What Python's <c>repr</c> said, at most 200 characters.</summary>
    public string Preview { get; }

    /// <summary>Version of the Python that made it.</summary>
    public string PythonVersion { get; }

    /// <summary>Versions of the modules it comes from, by name.</summary>
    public IReadOnlyDictionary<string, string> Modules { get; }

    /// <summary>Size of the pickle in bytes.</summary>
    public long Size => Pickle.Length;

    internal ReadOnlyMemory<byte> Pickle { get; }

    /// <summary>Type, preview and size.</summary>
    public override string ToString() => $"{TypeName} {Preview} ({Size:N0} bytes)";

    internal JsonObject Head() => new()
    {
        ["type"] = TypeName,
        ["preview"] = Preview,
        ["python"] = PythonVersion,
        ["modules"] = new JsonObject([.. Modules.Select(module => KeyValuePair.Create(module.Key, (JsonNode?)module.Value))]),
    };
}
