using Covalent.Core.Execution;

namespace Covalent.Core.Leptons;

/// <summary>What was made ready for the task that runs on this flow of control.</summary>
internal sealed class TaskPreparation
{
    private static readonly AsyncLocal<TaskPreparation?> Ambient = new();

    public static TaskPreparation? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Folder of the virtual environment with the task's packages; null when the interpreter has them already or none are needed.</summary>
    public string? PythonFolder { get; set; }

    /// <summary>Files beside the task's own.</summary>
    public List<LeptonFile> Files { get; } = [];

    /// <summary>Values for parameters, in the order in which they came.</summary>
    public List<InjectedValue> Injected { get; } = [];

    /// <summary>Folders in which assemblies are looked for by name.</summary>
    public List<string> AssemblyFolders { get; } = [];

    /// <summary>The values by parameter: one as it is, several as a list.</summary>
    public IEnumerable<(string Name, IReadOnlyList<InjectedValue> Values)> ByName() =>
        Injected.GroupBy(value => value.Name, StringComparer.Ordinal).Select(group => (group.Key, (IReadOnlyList<InjectedValue>)[.. group]));
}

/// <summary>A value for a parameter of the task's function.</summary>
internal sealed record InjectedValue(string Name, Type Type, object? Value);
