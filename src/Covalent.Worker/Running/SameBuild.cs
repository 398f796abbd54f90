using System.Reflection;
using System.Runtime.CompilerServices;
using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>Compares the code of tasks with what was dispatched, once for each template: the module version of the electron's assembly.</summary>
/// <remarks>Only for assemblies that lie beside this worker. Those of .NET and of one platform differ from machine to machine, and are meant to.</remarks>
internal static class SameBuild
{
    private static readonly ConditionalWeakTable<TaskTemplate, object> Compared = [];

    /// <exception cref="VersionMismatchException">The assembly here is another build.</exception>
    public static void Require(TaskTemplate template)
    {
        if (Compared.TryGetValue(template, out _))
        {
            return;
        }

        if (template.Function is { } function && function.ModuleVersion != Guid.Empty && FunctionReferences.ModuleOf(function) is { } module
            && module.ModuleVersionId != function.ModuleVersion && IsBesideThisWorker(module))
        {
            throw VersionMismatch.OfModule(template.Name, function, module);
        }

        Compared.AddOrUpdate(template, Compared);
    }

    private static bool IsBesideThisWorker(Module module) =>
        Path.GetDirectoryName(module.Assembly.Location) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
}
