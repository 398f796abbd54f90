using Covalent.Core.Execution;

namespace Covalent.Core.Bundles;

/// <summary>The .NET runtime of this process as files: <c>dotnet</c>, <c>host/fxr</c> and the shared frameworks in use, laid out so that
/// <c>dotnet</c> runs where no .NET is installed.</summary>
internal static class RuntimeLayout
{
    /// <summary>Name under which a runtime is listed in place of an application.</summary>
    public const string Name = "dotnet";

    /// <summary>Stores the runtime for hosts with this machine's platform.</summary>
    /// <exception cref="CovalentException">This process does not run on an installed .NET.</exception>
    public static Task<BundleManifest> AddAsync(BundleStore store, CancellationToken cancellationToken)
    {
        var frameworks = FrameworksInUse();
        return store.AddAsync(Name, RuntimeIdentifiers.Current, frameworks, Files(frameworks), cancellationToken);
    }

    /// <summary>The shared frameworks this process runs on, with the versions really loaded.</summary>
    public static IReadOnlyList<FrameworkReference> FrameworksInUse()
    {
        var shared = Path.Combine(Root(), "shared") + Path.DirectorySeparatorChar;
        return
        [
            .. ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Where(path => path.StartsWith(shared, StringComparison.Ordinal))
                .Select(path => path[shared.Length..].Split(Path.DirectorySeparatorChar))
                .Where(parts => parts.Length == 3)
                .Select(parts => new FrameworkReference(parts[0], parts[1]))
                .Distinct()
                .OrderBy(framework => framework.Name, StringComparer.Ordinal),
        ];
    }

    private static List<ApplicationFile> Files(IReadOnlyList<FrameworkReference> frameworks)
    {
        var root = Root();
        var folders = frameworks.Select(framework => Path.Combine(root, "shared", framework.Name, framework.Version)).Append(HostResolver(root));
        return
        [
            new ApplicationFile("dotnet", DotnetHost.Path!),
            .. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Select(file => new ApplicationFile(Path.GetRelativePath(root, file).Replace('\\', '/'), file)),
        ];
    }

    // The newest resolver is the one the host picks.
    private static string HostResolver(string root) => Directory.GetDirectories(Path.Combine(root, "host", "fxr"))
        .MaxBy(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version())
        ?? throw new CovalentException($"The .NET installation in '{root}' has no host/fxr folder, so it cannot be sent to a host without .NET. Repair the installation.");

    private static string Root() => DotnetHost.Root
        ?? throw new CovalentException("This process does not run on an installed .NET, so the runtime cannot be sent to a host without one. Run the application with an installed runtime.");
}
