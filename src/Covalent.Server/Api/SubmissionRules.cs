using Covalent.Core.Client.Http;

namespace Covalent.Server.Api;

/// <summary>What is checked before a dispatch is taken: its code can be run here, and its executors exist here.</summary>
internal static class SubmissionRules
{
    /// <summary>Checks a request that is new.</summary>
    /// <returns>Whether a dispatch with this id is there already; then nothing is checked.</returns>
    /// <exception cref="RefusedException">It could not run here.</exception>
    public static async Task<bool> IsKnownAsync(ApiCall call, DispatchRequest request)
    {
        if (await FindAsync(call, request.DispatchId) is not null)
        {
            return true;
        }

        Check(call, request.Graph, request.BundleId, mayLackBundle: false);
        return false;
    }

    public static void Check(ApiCall call, TransportGraph graph, string? bundleId, bool mayLackBundle)
    {
        var tasks = graph.Templates.Where(template => template.Kind != NodeKind.Parameter).ToList();
        foreach (var spec in tasks.Select(template => template.Options.Executor).OfType<ExecutorSpec>().Distinct())
        {
            CheckExecutor(call, spec);
        }

        if (bundleId is not null && !call.Parts.Engine.Bundles.HasManifest(bundleId))
        {
            throw new RefusedException(409, ProblemCodes.BundleMissing, "The bundle is not here",
                $"Bundle '{bundleId}' is not on this server. Send its manifest to {ApiRoutes.Root}/bundles/{bundleId}, then the files that the answer names, then submit again.");
        }

        if (bundleId is null && tasks.Count > 0 && !mayLackBundle)
        {
            throw new RefusedException(422, ProblemCodes.NoBundle, "There is no code to run",
                "The dispatch names no bundle, and a server runs tasks only from bundles. Dispatch from an application that can be bundled: one that refers to the package 'Covalent' "
                + "and was published without PublishSingleFile, PublishTrimmed and PublishAot.");
        }
    }

    public static async Task<DispatchSnapshot?> FindAsync(ApiCall call, string dispatchId)
    {
        try
        {
            return await call.Dispatcher.GetAsync(dispatchId, call.Aborted);
        }
        catch (DispatchNotFoundException)
        {
            return null;
        }
    }

    private static void CheckExecutor(ApiCall call, ExecutorSpec spec)
    {
        var executor = call.Parts.Engine.Create(spec) ?? throw new RefusedException(422, ProblemCodes.UnknownExecutor, "The executor is not known",
            $"Executor '{spec.ShortName}' is not known to this server, so the dispatch was not taken. Put the plug-in that defines it into the server's plug-in folder "
            + "(sdk.executor_dir), choose another executor, or run without a server.");
        if (executor.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new RefusedException(422, ProblemCodes.InvalidRequest, "The executor's settings do not work", $"Executor '{spec.ShortName}': {string.Join(" ", problems)}");
        }
    }
}
