using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Whether this process has the very code that a graph names.</summary>
internal static class LoadedCode
{
    public static bool Has(TransportGraph graph) => graph.Templates.All(template =>
        template.Function is not { Language: FunctionReference.DotNet } function || FunctionReferences.ModuleOf(function)?.ModuleVersionId == function.ModuleVersion);
}
