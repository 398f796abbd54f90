using System.IO.Compression;
using Covalent.Core.Execution;

namespace Covalent.Core.Bundles;

/// <summary>A .NET runtime for another platform than this one's, put together from the runtime packs that NuGet sources serve, laid out as an installation.</summary>
internal static class RuntimePacks
{
    /// <summary>Stores the runtime, and finds the program that starts applications on that platform.</summary>
    /// <param name="store">Where contents go, by their SHA-256.</param>
    /// <param name="cache">Folder for unpacked packages.</param>
    /// <param name="runtimeIdentifier">The platform, such as <c>linux-arm64</c>.</param>
    /// <param name="frameworks">What the application names. The version is that of this process's own runtime.</param>
    /// <param name="cancellationToken">Stops the restore.</param>
    /// <exception cref="ExecutorException">A pack cannot be had, or is not what its hash says.</exception>
    public static async Task<PortableRuntime> AddAsync(BundleStore store, string cache, string runtimeIdentifier, IReadOnlyList<FrameworkReference> frameworks, CancellationToken cancellationToken)
    {
        var version = Environment.Version.ToString(3);
        string[] names = [.. frameworks.Select(framework => framework.Name).Append("Microsoft.NETCore.App").Distinct().Order(StringComparer.Ordinal)];
        if (names.FirstOrDefault(name => name is not ("Microsoft.NETCore.App" or "Microsoft.AspNetCore.App")) is { } unknown)
        {
            throw new ExecutorException($"There is no runtime pack of {unknown} for {runtimeIdentifier}. Install .NET on that machine.");
        }

        string[] packs = [.. names.Select(name => $"{name}.Runtime.{runtimeIdentifier}")];
        var host = $"Microsoft.NETCore.App.Host.{runtimeIdentifier}";
        var packages = await NuGetPackages.GetAsync([.. packs, host], version, cache, cancellationToken).ConfigureAwait(false);
        var files = new List<ApplicationFile>();
        for (var i = 0; i < names.Length; i++)
        {
            var folder = await UnpackAsync(packages[i], Path.Combine(cache, $"{packs[i]}.{version}"), cancellationToken).ConfigureAwait(false);
            files.AddRange(FilesOf(folder, runtimeIdentifier, names[i], version));
        }

        var launcher = Path.Combine(await UnpackAsync(packages[^1], Path.Combine(cache, $"{host}.{version}"), cancellationToken).ConfigureAwait(false), "runtimes", runtimeIdentifier, "native", "apphost");
        var manifest = await store.AddAsync(RuntimeLayout.Name, runtimeIdentifier, [.. names.Select(name => new FrameworkReference(name, version))], files, cancellationToken).ConfigureAwait(false);
        return new PortableRuntime(manifest, AppLauncher.Make(launcher, "Covalent.Worker.dll", Path.Combine(cache, $"launcher.{runtimeIdentifier}.{version}")));
    }

    /// <summary>The files of a pack, where an installation has them.</summary>
    private static IEnumerable<ApplicationFile> FilesOf(string folder, string runtimeIdentifier, string framework, string version)
    {
        var root = Path.Combine(folder, "runtimes", runtimeIdentifier);
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            yield return new ApplicationFile(name == "libhostfxr.so" ? $"host/fxr/{version}/{name}" : $"shared/{framework}/{version}/{name}", path);
        }
    }

    private static async Task<string> UnpackAsync(string package, string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        await ZipFile.ExtractToDirectoryAsync(package, temporary, cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.Move(temporary, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster; its folder has the same contents.
            Directory.Delete(temporary, recursive: true);
        }

        return folder;
    }
}

/// <summary>A runtime that is sent.</summary>
/// <param name="Runtime">Its files, laid out as an installation; from packs without a <c>dotnet</c> program, which no package brings.</param>
/// <param name="Launcher">The program that starts the worker in its place; it lies beside the worker and finds the runtime by <c>DOTNET_ROOT</c>. Empty where there is a <c>dotnet</c>.</param>
internal sealed record PortableRuntime(BundleManifest Runtime, string Launcher);
