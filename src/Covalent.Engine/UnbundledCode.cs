using Covalent.Core.Bundles;
using Covalent.Core.Client;

namespace Covalent.Engine;

/// <summary>Tells at dispatch that tasks would have to leave this process and cannot, instead of letting each of them fail.</summary>
internal static class UnbundledCode
{
    /// <exception cref="ExecutorException">Names the task, and the setting of the application to change.</exception>
    public static void Refuse(DispatchRequest request, EmbeddedDispatcherOptions options)
    {
        // Without this reason the application does have files, and whoever dispatches chose to go without.
        if (request.BundleId is not null || Application.Find(out _) is not null)
        {
            return;
        }

        foreach (var template in request.Graph.Templates.Where(template => template.Kind != NodeKind.Parameter))
        {
            if (LeavesThisProcess(template.Options.Executor ?? options.DefaultExecutor, options))
            {
                throw TaskBundle.Missing(template.Name);
            }
        }
    }

    private static bool LeavesThisProcess(ExecutorSpec spec, EmbeddedDispatcherOptions options)
    {
        try
        {
            return options.Executors(spec)?.NeedsBundle == true;
        }
        catch (CovalentException)
        {
            // An executor that cannot be made is the task's failure, with its own reason.
            return false;
        }
    }
}
