using System.Reflection;
using System.Runtime.Loader;

namespace Covalent.Core.Execution;

/// <summary>Finds assemblies of this application that bring executors, by their attribute.</summary>
internal static class ReferencedAssemblies
{
    public static IEnumerable<Assembly> WithExecutors()
    {
        var core = typeof(Executor).Assembly.GetName().Name!;
        return AssemblyLoadContext.Default.Assemblies.Concat(ReferencedByEntry())
            .Where(assembly => !assembly.IsDynamic)
            .DistinctBy(assembly => assembly.FullName)
            .Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == core))
            .Where(assembly => assembly.GetCustomAttributesData().Any(attribute => attribute.AttributeType == typeof(CovalentExecutorAttribute)))
            .OrderBy(assembly => assembly.FullName, StringComparer.Ordinal);
    }

    // What the application names but has not used yet is not loaded.
    private static IEnumerable<Assembly> ReferencedByEntry()
    {
        foreach (var name in Assembly.GetEntryAssembly()?.GetReferencedAssemblies() ?? [])
        {
            if (TryLoad(name) is { } assembly)
            {
                yield return assembly;
            }
        }
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
