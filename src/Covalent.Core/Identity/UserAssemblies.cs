using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Covalent.Core.Identity;

/// <summary>Tells the user's own assemblies, whose code is hashed, from packages and the runtime, which count by version.</summary>
internal static class UserAssemblies
{
    private static readonly ConcurrentDictionary<Assembly, bool> Known = new();
    private static readonly Lazy<HashSet<string>?> Projects = new(ReadProjects);
    private static readonly string RuntimeFolder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    public static bool Contains(Assembly assembly) => Known.GetOrAdd(assembly, static a => Decide(a));

    /// <summary>Name and version of a foreign assembly; of the runtime only the major version, so that a patch keeps results reusable.</summary>
    public static string VersionOf(Assembly assembly)
    {
        var name = assembly.GetName();
        var informational = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return IsRuntime(assembly) ? $"{name.Name} {name.Version?.Major}" : $"{name.Name} {informational ?? name.Version?.ToString()}";
    }

    private static bool Decide(Assembly assembly)
    {
        if (assembly.IsDynamic || IsRuntime(assembly) || assembly == typeof(UserAssemblies).Assembly)
        {
            return false;
        }

        var name = assembly.GetName().Name!;
        return Projects.Value is not { } projects || assembly.Location.Length == 0 || projects.Contains(name) || assembly == Assembly.GetEntryAssembly();
    }

    private static bool IsRuntime(Assembly assembly) =>
        assembly == typeof(object).Assembly
        || (assembly.Location.Length > 0 && Path.GetDirectoryName(assembly.Location) == RuntimeFolder)
        || assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal)
        || assembly.GetName().Name!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    // The deps file says which libraries are projects; Covalent's own are versioned like packages.
    private static HashSet<string>? ReadProjects()
    {
        var files = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var file = files.FirstOrDefault(f => f.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)) ?? files.FirstOrDefault();
        if (file is null || !File.Exists(file))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.TryGetProperty("libraries", out var libraries)
            ? libraries.EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "project")
                .Select(library => library.Name.Split('/')[0])
                .Where(name => name != "Covalent" && !name.StartsWith("Covalent.", StringComparison.Ordinal))
                .ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;
    }
}
