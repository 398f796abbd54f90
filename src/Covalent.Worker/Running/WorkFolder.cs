using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>Decides where a task runs and goes there. The current folder belongs to the whole process, so a worker runs one task at a time.</summary>
internal static class WorkFolder
{
    /// <summary>The task's folder, absolute: the one in its options (relative ones lie under <paramref name="baseFolder"/>), and below it
    /// <c>dispatch/node_N</c> for a folder of its own.</summary>
    public static string Of(PackedTask task, string baseFolder)
    {
        if (task.WorkDir is null && !task.UniqueWorkDir)
        {
            return baseFolder;
        }

        var folder = Path.GetFullPath(task.WorkDir ?? "", baseFolder);
        return task.UniqueWorkDir ? Path.Combine(folder, task.DispatchId, $"node_{task.NodeId}") : folder;
    }

    /// <exception cref="CovalentException">The folder cannot be made or entered.</exception>
    public static void Enter(string folder)
    {
        try
        {
            Directory.SetCurrentDirectory(folder);
        }
        catch (DirectoryNotFoundException)
        {
            CreateAndEnter(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, e);
        }
    }

    private static void CreateAndEnter(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Directory.SetCurrentDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, e);
        }
    }

    private static CovalentException Unusable(string folder, Exception cause) =>
        new($"The work folder '{folder}' cannot be used: {cause.Message} Choose a folder that exists or can be made on {Environment.MachineName}.", cause);
}
