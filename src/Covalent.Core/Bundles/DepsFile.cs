using System.Text.Json;

namespace Covalent.Core.Bundles;

/// <summary>Reads which files an application is made of from its deps file, by the rules of the .NET host.</summary>
internal static class DepsFile
{
    /// <summary>The files for one platform, with paths as the host looks for them beside the application.</summary>
    /// <exception cref="CovalentException">The file is not a deps file.</exception>
    public static IReadOnlyList<DepsAsset> Read(string path, IReadOnlyList<string> runtimeIdentifiers)
    {
        using var document = Open(path);
        return Understand(path, document.RootElement, root =>
        {
            var target = TargetOf(root).Libraries;
            var libraries = root.GetProperty("libraries");
            return target.EnumerateObject().SelectMany(library => AssetsOf(library, libraries, runtimeIdentifiers)).ToList();
        });
    }

    /// <summary>The platform the application was built or published for, and which of its files are for nothing else.</summary>
    /// <returns>An empty platform for an application that holds the assets of all.</returns>
    /// <exception cref="CovalentException">The file is not a deps file.</exception>
    public static (string RuntimeIdentifier, IReadOnlyList<string> Files) ReadPlatform(string path)
    {
        using var document = Open(path);
        return Understand(path, document.RootElement, root =>
        {
            var (platform, libraries) = TargetOf(root);
            return (platform, (IReadOnlyList<string>)(platform.Length == 0 ? [] : [.. libraries.EnumerateObject().SelectMany(library => OfOnePlatform(library.Value))]));
        });
    }

    // Behind the framework's name, after a slash, stands the platform: ".NETCoreApp,Version=v10.0/linux-x64".
    private static (string RuntimeIdentifier, JsonElement Libraries) TargetOf(JsonElement root)
    {
        var name = root.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        return (name.IndexOf('/') is > 0 and var slash ? name[(slash + 1)..] : "", root.GetProperty("targets").GetProperty(name));
    }

    // Managed code of one platform lies below "runtimes/PLATFORM" in its package; what is native is for one wherever it lies.
    private static IEnumerable<string> OfOnePlatform(JsonElement library) => Group(library, "native").Select(asset => asset.Name)
        .Concat(Group(library, "runtime").Select(asset => asset.Name).Where(name => name.StartsWith("runtimes/", StringComparison.Ordinal) && name.Split('/')[1] is not ("any" or "unix")));

    private static JsonDocument Open(string path)
    {
        using var stream = File.OpenRead(path);
        return Understand(path, stream, file => JsonDocument.Parse(file));
    }

    private static TResult Understand<TSource, TResult>(string path, TSource source, Func<TSource, TResult> read)
    {
        try
        {
            return read(source);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            throw new CovalentException($"The deps file '{path}' is not readable: {e.Message} Build the application again.", e);
        }
    }

    private static IEnumerable<DepsAsset> AssetsOf(JsonProperty library, JsonElement libraries, IReadOnlyList<string> runtimeIdentifiers)
    {
        var isProject = libraries.TryGetProperty(library.Name, out var about) && about.GetProperty("type").GetString() == "project";
        var package = about.ValueKind == JsonValueKind.Object && about.TryGetProperty("path", out var folder) ? folder.GetString() : null;
        foreach (var asset in Group(library.Value, "runtime").Concat(Group(library.Value, "native")))
        {
            yield return new DepsAsset(FileName(asset.Name), asset.Name, package, isProject);
        }

        foreach (var asset in Group(library.Value, "resources"))
        {
            yield return new DepsAsset($"{asset.Value.GetProperty("locale").GetString()}/{FileName(asset.Name)}", asset.Name, package, isProject);
        }

        foreach (var asset in Group(library.Value, "runtimeTargets"))
        {
            if (runtimeIdentifiers.Contains(asset.Value.GetProperty("rid").GetString()!))
            {
                yield return new DepsAsset(asset.Name, asset.Name, package, isProject);
            }
        }
    }

    // Placeholders named _._ stand for "nothing here for this framework".
    private static IEnumerable<JsonProperty> Group(JsonElement library, string name) =>
        library.TryGetProperty(name, out var group) ? group.EnumerateObject().Where(asset => FileName(asset.Name) != "_._") : [];

    private static string FileName(string assetPath) => assetPath[(assetPath.LastIndexOf('/') + 1)..];
}

/// <summary>A file named by a deps file.</summary>
/// <param name="Path">Where the host looks for it, relative to the application's folder.</param>
/// <param name="AssetPath">Where it lies inside its package.</param>
/// <param name="PackagePath">The package's folder, relative to a package store; null for projects.</param>
/// <param name="IsProject">Whether it is built from one of the user's own projects.</param>
internal sealed record DepsAsset(string Path, string AssetPath, string? PackagePath, bool IsProject);
