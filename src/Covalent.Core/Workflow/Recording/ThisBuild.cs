using Covalent.Core.Execution;

namespace Covalent.Core.Recording;

/// <summary>A graph from an earlier dispatch that is to run with this application's code, which may be another build: the functions that stay are those of
/// the same names here.</summary>
internal static class ThisBuild
{
    public static TransportGraph Of(TransportGraph graph)
    {
        TaskTemplate[] templates = [.. graph.Templates.Select(Of)];
        return templates.SequenceEqual(graph.Templates) ? graph : new TransportGraph(graph.ToParts() with { Templates = templates });
    }

    private static TaskTemplate Of(TaskTemplate template) =>
        template.Function is { } function && FunctionReferences.ModuleOf(function)?.ModuleVersionId is { } here && here != function.ModuleVersion
            ? template with { Function = function with { ModuleVersion = here } }
            : template;
}
