using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Finds plug-ins: assemblies with <see cref="CovalentExecutorAttribute"/> in a folder or one folder below. Others that lie there are
/// taken for what they need, and left alone.</summary>
internal static class PluginFolder
{
    public static IEnumerable<Plugin> Find(IReadOnlyList<string> folders, ILogger logger) =>
        folders.Where(Directory.Exists).SelectMany(folder => Find(folder, logger));

    private static IEnumerable<Plugin> Find(string folder, ILogger logger)
    {
        foreach (var file in Directory.GetDirectories(folder).Prepend(folder).SelectMany(f => Directory.GetFiles(f, "*.dll")).Order(StringComparer.Ordinal))
        {
            if (BringsExecutors(file, logger))
            {
                yield return new Plugin(Path.GetFullPath(file));
            }
        }
    }

    private static bool BringsExecutors(string file, ILogger logger)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata)
            {
                return false;
            }

            var metadata = image.GetMetadataReader();
            return metadata.IsAssembly && metadata.GetAssemblyDefinition().GetCustomAttributes().Any(handle => IsOurs(metadata, metadata.GetCustomAttribute(handle)));
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            RegistryLog.PluginSkipped(logger, $"plug-in {file}", e.Message, e);
            return false;
        }
    }

    private static bool IsOurs(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.GetTypeReference((TypeReferenceHandle)parent) is var type
        && metadata.StringComparer.Equals(type.Name, nameof(CovalentExecutorAttribute))
        && metadata.StringComparer.Equals(type.Namespace, "Covalent");
}

/// <summary>One plug-in assembly.</summary>
/// <param name="Path">Its file, absolute.</param>
internal sealed record Plugin(string Path)
{
    /// <summary>Loads it with what lies beside it, apart from other plug-ins; null, with a warning, when that does not work.</summary>
    public Assembly? TryLoad(ILogger logger)
    {
        try
        {
            return new PluginContext(Path).LoadFromAssemblyPath(Path);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or InvalidOperationException or PlatformNotSupportedException)
        {
            RegistryLog.PluginSkipped(logger, $"plug-in {Path}", e.Message, e);
            return null;
        }
    }
}

/// <summary>Where a plug-in's own dependencies are loaded. What this process already has, Covalent above all, is shared, so that both sides mean the
/// same types.</summary>
internal sealed class PluginContext(string path) : AssemblyLoadContext(System.IO.Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        IsShared(assemblyName.Name) || _resolver.ResolveAssemblyToPath(assemblyName) is not { } file ? null : LoadFromAssemblyPath(file);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;

    private static bool IsShared(string? name) =>
        name is not null && (name.StartsWith("Covalent", StringComparison.Ordinal) || name == "Microsoft.Extensions.Logging.Abstractions");
}
