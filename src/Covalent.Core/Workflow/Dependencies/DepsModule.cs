using System.Text.Json.Nodes;
using Covalent.Core.Leptons;

namespace Covalent;

/// <summary>Further files that travel with a task: Python modules and packages (importable there), scripts and data of shell commands (under
/// <c>$COVALENT_CODE</c>), assemblies that C# code loads by name.</summary>
public sealed record DepsModule : Dependency
{
    internal const string KindName = "module";

    /// <summary>Names the files.</summary>
    /// <param name="paths">Files, and folders with everything in them; each arrives under its own name.</param>
    /// <exception cref="WorkflowBuildException">One is not there, or they are larger than 64 MB together.</exception>
    public DepsModule(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Contents = [.. paths.SelectMany(TravellingFiles.Of)];
    }

    private DepsModule(LeptonFile[] files) => Contents = files;

    internal override string Kind => KindName;

    internal static DepsModule Read(LeptonFile[] files) => new(files);

    private protected override void Write(JsonObject json)
    {
    }
}
