using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Leptons;

namespace Covalent;

/// <summary>Python packages that a task needs. They go into a virtual environment of their own on the machine where it runs, made once for each set
/// of packages and interpreter, and used again by later tasks. Packages that the interpreter has already are used as they are.</summary>
/// <example><code>
/// Options = new ElectronOptions { Deps = [new DepsPip("numpy==1.23.2", "scikit-learn==1.1.2")] }
/// </code></example>
public sealed record DepsPip : Dependency
{
    internal const string KindName = "pip";

    /// <summary>Names the packages.</summary>
    /// <param name="packages">Requirements as pip reads them, such as <c>numpy==1.23.2</c>.</param>
    public DepsPip(params IReadOnlyList<string> packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        Packages = packages;
        if (packages.FirstOrDefault(package => string.IsNullOrWhiteSpace(package) || package.TrimStart().StartsWith('-')) is { } odd)
        {
            throw new ArgumentException($"'{odd}' is not a package. Give requirements such as numpy==1.23.2; options of pip have properties of their own.", nameof(packages));
        }
    }

    /// <summary>The packages; not used where there is a requirements file.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>A requirements file of this machine, which travels with the task and wins over <see cref="Packages"/>.</summary>
    /// <exception cref="WorkflowBuildException">It is not there.</exception>
    public string? RequirementsFile
    {
        get;
        init
        {
            field = value;
            Requirements = value is null ? null : Encoding.UTF8.GetString(LeptonFile.Read(value).Content);
        }
    }

    /// <summary>A folder of this machine with wheels, which travel with the task: nothing is then asked of a network.</summary>
    /// <exception cref="WorkflowBuildException">There are no wheels in it, or more than 64 MB.</exception>
    public string? WheelFolder
    {
        get;
        init
        {
            field = value;
            Contents = value is null ? [] : TravellingFiles.Of(value, "*.whl");
        }
    }

    /// <summary>A folder of the far machine (or a page) where pip looks for packages.</summary>
    public string? FindLinks { get; init; }

    /// <summary>Address of the package index. Null: pip's own choice there.</summary>
    public string? IndexUrl { get; init; }

    /// <summary>Whether no index is asked. Default: only with <see cref="WheelFolder"/>.</summary>
    public bool? NoIndex { get; init; }

    /// <summary>Whether packages of the interpreter itself are hidden. Default: false, so that what is there need not be installed again.</summary>
    public bool Isolated { get; init; }

    internal override string Kind => KindName;

    internal string? Requirements { get; private init; }

    /// <summary>What messages call it.</summary>
    internal string Title => Requirements is null ? string.Join(", ", Packages) : Path.GetFileName(RequirementsFile) ?? "the requirements file";

    internal static DepsPip Read(JsonObject json, LeptonFile[] files) => new(Texts(json["packages"]))
    {
        Requirements = (string?)json["requirements"],
        FindLinks = (string?)json["find_links"],
        IndexUrl = (string?)json["index_url"],
        NoIndex = (bool?)json["no_index"],
        Isolated = (bool?)json["isolated"] ?? false,
        Contents = files,
    };

    private protected override void Write(JsonObject json)
    {
        json["packages"] = Json(Packages);
        json["requirements"] = Requirements;
        json["find_links"] = FindLinks;
        json["index_url"] = IndexUrl;
        json["no_index"] = NoIndex;
        json["isolated"] = Isolated;
    }
}
