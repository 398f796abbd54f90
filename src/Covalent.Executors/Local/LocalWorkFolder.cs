using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Where a task of the local executor runs. The same rule in-process and in worker processes.</summary>
internal static class LocalWorkFolder
{
    /// <summary>The task's folder, absolute; null for the current folder of this process.</summary>
    public static string? Of(TaskAttempt attempt, LocalExecutor executor, string resultsFolder)
    {
        var folder = attempt.Options.WorkDir ?? executor.Workdir;
        var unique = attempt.Options.CreateUniqueWorkDir ?? executor.CreateUniqueWorkdir;
        if (folder.Length == 0 && !unique)
        {
            return null;
        }

        var dispatch = attempt.Dispatch.DispatchId;
        var node = $"node_{attempt.NodeId}";
        var ofDispatch = Path.GetFullPath(Path.Combine(resultsFolder, dispatch));
        return (folder.Length == 0, Path.IsPathRooted(folder), unique) switch
        {
            (true, _, _) => Path.Combine(ofDispatch, node),
            (_, true, false) => Path.GetFullPath(folder),
            (_, true, true) => Path.Combine(Path.GetFullPath(folder), dispatch, node),
            (_, false, false) => Path.GetFullPath(folder, ofDispatch),
            (_, false, true) => Path.Combine(Path.GetFullPath(folder, ofDispatch), node),
        };
    }
}
