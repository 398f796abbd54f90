using System.Reflection;
using System.Runtime.CompilerServices;
using Covalent.Core.Execution;

namespace Covalent.Core.Bundles;

/// <summary>The running application as files: what its deps file lists, found where this process loaded it from.</summary>
internal sealed record Application(string Name, string Folder, string DepsPath, string RuntimeConfigPath, IReadOnlyList<FrameworkReference> Frameworks)
{
    private const string WorkerAssembly = "Covalent.Worker.dll";

    /// <summary>The application of this process; null with a reason when it has no files to send.</summary>
    public static Application? Find(out string reason)
    {
        // Inside a single file the application's own deps file is not to be had, and the first of the list is the framework's.
        if (IsCompiledAhead || IsSingleFile || DotnetHost.DepsFiles is not [var deps, ..] || !File.Exists(deps))
        {
            reason = WhyNoDepsFile();
            return null;
        }

        const string Suffix = ".deps.json";
        var name = Path.GetFileName(deps)[..^Suffix.Length];
        var folder = Path.GetDirectoryName(deps)!;
        var runtimeConfig = Path.Combine(folder, name + ".runtimeconfig.json");
        var frameworks = File.Exists(runtimeConfig) ? RuntimeConfigFile.ReadFrameworks(runtimeConfig) : [];
        var application = new Application(name, folder, deps, runtimeConfig, frameworks);
        reason = application.IsSelfContained ? application.WhyNotSelfContained() : "";
        reason = reason.Length > 0 ? reason : WhyNoWorker(name, TrustedAssemblies());
        return reason.Length == 0 ? application : null;
    }

    /// <summary>Whether it brings its own .NET runtime, which then travels with it and is used wherever its tasks run.</summary>
    public bool IsSelfContained => Frameworks.Count == 0;

    /// <summary>Why the application cannot run on another platform; empty when it can.</summary>
    public string WhyNotOn(string runtimeIdentifier) => WhyNotOn(DepsPath, runtimeIdentifier);

    internal static string WhyNotOn(string depsPath, string runtimeIdentifier) =>
        DepsFile.ReadPlatform(depsPath) is var (own, files) && files.Count > 0 && !RuntimeIdentifiers.Fallbacks(runtimeIdentifier).Contains(own)
            ? $"it was built for {own} and holds files for that platform only, such as '{files[0]}'; build or publish it without a runtime identifier, so that it holds those of all platforms"
            : "";

    /// <summary>Everything a worker needs on the given platform.</summary>
    public IReadOnlyList<ApplicationFile> Files(string runtimeIdentifier)
    {
        var platformFiles = TrustedAssemblies();
        var files = new SortedDictionary<string, ApplicationFile>(StringComparer.Ordinal);
        foreach (var asset in DepsFile.Read(DepsPath, RuntimeIdentifiers.Fallbacks(runtimeIdentifier)))
        {
            var source = Locate(asset, platformFiles);
            files[asset.Path] = new ApplicationFile(asset.Path, source);
            if (asset.IsProject && Path.ChangeExtension(source, ".pdb") is var symbols && File.Exists(symbols))
            {
                // Line numbers in the stack traces of workers.
                var path = Path.ChangeExtension(asset.Path, ".pdb");
                files[path] = new ApplicationFile(path, symbols);
            }
        }

        foreach (var file in ContentFiles.Find(Folder, ContentPatterns()))
        {
            files.TryAdd(file.Path, file);
        }

        if (IsSelfContained)
        {
            files[Name] = new ApplicationFile(Name, Environment.ProcessPath!);
        }

        foreach (var path in new[] { DepsPath, RuntimeConfigPath })
        {
            files[Path.GetFileName(path)] = new ApplicationFile(Path.GetFileName(path), path);
        }

        return [.. files.Values];
    }

    // A worker is started in such an application by its own program, through a startup hook; trimming takes both the hook and what tasks may need away.
    private string WhyNotSelfContained() =>
        AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var isSupported) && !isSupported
            ? $"application '{Name}' was published trimmed, so code that its tasks may need is gone; publish without PublishTrimmed"
            : Path.GetDirectoryName(Environment.ProcessPath) != Folder
                ? $"application '{Name}' brings its own .NET runtime but was not started by its own program; start the program itself, or publish without SelfContained"
                : "";

    internal static string WhyNoWorker(string name, IReadOnlyDictionary<string, string> assemblies) => assemblies.ContainsKey(WorkerAssembly)
        ? ""
        : $"application '{name}' does not hold {WorkerAssembly}, the program that runs tasks elsewhere; add the package 'Covalent' to it, which brings the worker along";

    private string Locate(DepsAsset asset, Dictionary<string, string> trusted)
    {
        var beside = Path.Combine(Folder, asset.Path);
        if (File.Exists(beside))
        {
            return beside;
        }

        // Not copied beside the application: the host found it in a package store, and says where.
        if (trusted.TryGetValue(Path.GetFileName(asset.Path), out var known))
        {
            return known;
        }

        foreach (var store in PackageStores())
        {
            if (asset.PackagePath is { } package && Path.Combine(store, package, asset.AssetPath) is var candidate && File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new CovalentException($"Application '{Name}' lists '{asset.AssetPath}' in its deps file, but the file is neither in '{Folder}' nor in a package store. Build the application again.");
    }

    private static IEnumerable<string> PackageStores()
    {
        var probing = (AppContext.GetData("PROBING_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
            ? [.. probing, configured]
            : [.. probing, Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")];
    }

    private static Dictionary<string, string> TrustedAssemblies()
    {
        var list = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        var byName = new Dictionary<string, string>(list.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var path in list)
        {
            byName.TryAdd(Path.GetFileName(path), path);
        }

        return byName;
    }

    private IEnumerable<string> ContentPatterns() => AppDomain.CurrentDomain.GetAssemblies()
        .FirstOrDefault(assembly => assembly.GetName().Name == Name)?
        .GetCustomAttributes<BundleContentAttribute>().Select(attribute => attribute.Pattern) ?? [];

    /// <summary>Whether this application was published ahead-of-time compiled: without the reflection that recording a workflow and encoding values need.</summary>
    public static bool IsCompiledAhead { get; } = !RuntimeFeature.IsDynamicCodeCompiled && !HasReferences();

    private static bool IsSingleFile { get; } = Assembly.GetEntryAssembly() is { } entry && IsInsideSingleFile(entry);

    // File-based applications say that there is no dynamic code, whatever they run on; what refers to what is known wherever there is a runtime that loads assemblies.
    private static bool HasReferences()
    {
        try
        {
            return typeof(Application).Assembly.GetReferencedAssemblies().Length > 0;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static string WhyNoDepsFile() =>
        IsCompiledAhead
            ? "the application is compiled ahead of time, so there is no code to send; publish without PublishAot"
            : IsSingleFile
                ? "the application was published as a single file; publish without PublishSingleFile"
                : "the application has no deps file beside it; build without setting GenerateDependencyFile to false";

    private static bool IsInsideSingleFile(Assembly assembly)
    {
        // The empty answer that the analyzer warns of is what is asked for.
#pragma warning disable IL3000
        return assembly.Location.Length == 0;
#pragma warning restore IL3000
    }
}
