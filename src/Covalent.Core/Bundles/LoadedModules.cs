using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Covalent.Core.Bundles;

/// <summary>Compares the code in memory with the files it came from: an application may be built again while it runs, and what was loaded is
/// what must travel.</summary>
internal static class LoadedModules
{
    /// <exception cref="CovalentException">A loaded assembly's file now holds another build.</exception>
    public static void Verify(IReadOnlyDictionary<string, string> copyOfSource)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && LocationOf(assembly) is { Length: > 0 } location && copyOfSource.TryGetValue(location, out var copy)
                && ReadVersion(copy) is { } version && version != assembly.ManifestModule.ModuleVersionId)
            {
                throw new CovalentException($"'{Path.GetFileName(location)}' was built again while this application runs, so the code in memory is not on disk any more and "
                    + "cannot be sent to workers. Start the application again.");
            }
        }
    }

    /// <summary>The module version id in a file; null when it is not a managed assembly.</summary>
    public static Guid? ReadVersion(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            using var reader = new PEReader(stream);
            if (!reader.HasMetadata)
            {
                return null;
            }

            var metadata = reader.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static string LocationOf(Assembly assembly)
    {
        // Assemblies of a single-file application answer with an empty text; that is exactly the case to skip.
#pragma warning disable IL3000
        return assembly.Location;
#pragma warning restore IL3000
    }
}
