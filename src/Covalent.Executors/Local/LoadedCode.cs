using System.Reflection;

namespace Covalent.Executors.Local;

/// <summary>Whether this process has the very code that a graph names.</summary>
internal static class LoadedCode
{
    public static bool Has(TransportGraph graph) => graph.Templates.All(template => template.Function is not { Language: FunctionReference.DotNet } function || Has(function));

    private static bool Has(FunctionReference function)
    {
        try
        {
            return Assembly.Load(new AssemblyName(function.Assembly)).ManifestModule.ModuleVersionId == function.ModuleVersion;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            return false;
        }
    }
}
