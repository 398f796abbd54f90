using System.Text.Json;
using Covalent.Core.Files;

namespace Covalent.Core.Leptons;

/// <summary>Where a NuGet feed has its packages.</summary>
internal static class NuGetFeed
{
    private const string Packages = "PackageBaseAddress/3";

    /// <summary>The address below which packages lie as <c>id/version/id.version.nupkg</c>: what the feed's service index names, or the feed itself.</summary>
    public static async Task<string> PackagesOfAsync(DepsNuGet package, CancellationToken cancellationToken)
    {
        var feed = package.Feed?.TrimEnd('/') ?? throw new LeptonException($"The NuGet package {package.Id} {package.Version} (DepsNuGet) has neither a folder nor a feed. Set DepsNuGet.Folder or DepsNuGet.Feed.");
        if (!feed.EndsWith("/index.json", StringComparison.OrdinalIgnoreCase))
        {
            return feed;
        }

        using var folder = new ScratchFolder();
        var file = Path.Combine(folder.Path, "index.json");
        await new HttpStrategy().DownloadAsync(new Uri(feed), file, new Progress<double>(), cancellationToken).ConfigureAwait(false);
        try
        {
            using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
            foreach (var resource in index.RootElement.GetProperty("resources").EnumerateArray())
            {
                if (resource.GetProperty("@type").GetString()!.StartsWith(Packages, StringComparison.Ordinal))
                {
                    return resource.GetProperty("@id").GetString()!.TrimEnd('/');
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            throw new LeptonException($"The NuGet feed '{feed}' (DepsNuGet) does not answer with a service index: {e.Message} Give the address of its index.json, or of its packages.", e);
        }

        throw new LeptonException($"The NuGet feed '{feed}' (DepsNuGet) offers no packages by their addresses ({Packages}). Give another feed.");
    }
}
