using System.IO.Compression;
using System.Security.Cryptography;
using Covalent.Core.Files;

namespace Covalent.Core.Leptons;

/// <summary>Unpacks a NuGet package once on a machine.</summary>
internal static class NuGetStep
{
    // Best first; what this runtime can load.
    private static readonly string[] Frameworks = ["net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netstandard2.1", "netstandard2.0", "netstandard1.6", "netstandard1.3", "netstandard1.0"];

    /// <summary>The folder with the package's assemblies.</summary>
    public static async Task<string> GetAsync(DepsNuGet package, CancellationToken cancellationToken)
    {
        var key = package.Contents is [var carried] ? $"{package.Id}.{package.Version}-{Convert.ToHexStringLower(SHA256.HashData(carried.Content))[..16]}" : $"{package.Id}.{package.Version}";
        var folder = await CacheFolder.GetAsync("nuget", key.ToLowerInvariant(), target => BuildAsync(package, target, cancellationToken), cancellationToken).ConfigureAwait(false);
        return Frameworks.Select(framework => Path.Combine(folder, "lib", framework)).FirstOrDefault(Directory.Exists) ?? throw new LeptonException(
            $"The NuGet package {package.Id} {package.Version} (DepsNuGet) has no assemblies for .NET 10. It has: {string.Join(", ", Offered(folder))}.");
    }

    private static IEnumerable<string> Offered(string folder) =>
        Directory.Exists(Path.Combine(folder, "lib")) ? Directory.GetDirectories(Path.Combine(folder, "lib")).Select(Path.GetFileName).OfType<string>() : ["no lib folder"];

    private static async Task BuildAsync(DepsNuGet package, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "package.nupkg");
        if (package.Contents is [var carried])
        {
            await File.WriteAllBytesAsync(file, carried.Content, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var (id, version) = (package.Id.ToLowerInvariant(), package.Version.ToLowerInvariant());
            var feed = await NuGetFeed.PackagesOfAsync(package, cancellationToken).ConfigureAwait(false);
            await new HttpStrategy().DownloadAsync(new Uri($"{feed}/{id}/{version}/{id}.{version}.nupkg"), file, new Progress<double>(), cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // The framework refuses entries that lead out of the folder.
            await ZipFile.ExtractToDirectoryAsync(file, folder, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new LeptonException($"The NuGet package {package.Id} {package.Version} (DepsNuGet) is not a readable package file: {e.Message}", e);
        }
    }
}
