using System.Text.Json.Nodes;
using Covalent.Core.Leptons;

namespace Covalent;

/// <summary>A NuGet package whose assemblies a C# electron loads by name. What the application references travels in its bundle anyway; this is for
/// packages chosen at run time, such as plug-ins. Its own dependencies are not followed: name them, too.</summary>
public sealed record DepsNuGet : Dependency
{
    internal const string KindName = "nuget";

    /// <summary>Names the package.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">Its exact version.</param>
    public DepsNuGet(string id, string version)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        Id = id;
        Version = version;
    }

    /// <summary>The package's id.</summary>
    public string Id { get; }

    /// <summary>Its exact version.</summary>
    public string Version { get; }

    /// <summary>A folder of this machine with the package file, which then travels with the task.</summary>
    /// <exception cref="WorkflowBuildException">The package is not in it.</exception>
    public string? Folder
    {
        get;
        init
        {
            field = value;
            Contents = value is null ? [] : TravellingFiles.Of(value, FileName);
        }
    }

    /// <summary>Address of the feed's package content (the resource <c>PackageBaseAddress</c> of its index), asked by the machine where the task runs.
    /// Required without <see cref="Folder"/>.</summary>
    public string? Feed { get; init; }

    internal override string Kind => KindName;

    internal string FileName => $"{Id}.{Version}.nupkg";

    internal static DepsNuGet Read(JsonObject json, LeptonFile[] files) => new((string)json["id"]!, (string)json["version"]!) { Feed = (string?)json["feed"], Contents = files };

    private protected override void Write(JsonObject json)
    {
        json["id"] = Id;
        json["version"] = Version;
        json["feed"] = Feed;
    }
}
