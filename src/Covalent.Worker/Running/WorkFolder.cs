using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>Decides where a task runs and goes there. The current folder belongs to the whole process, so a worker runs one task at a time.</summary>
internal static class WorkFolder
{
    /// <summary>Goes to the task's folder: the one in its options (relative ones lie under <paramref name="baseFolder"/>), and below it
    /// <c>dispatch/node_N</c> for a folder of its own.</summary>
    /// <returns>The folder, absolute.</returns>
    /// <exception cref="CovalentException">The folder cannot be made or entered.</exception>
    public static string Enter(PackedTask task, BaseFolder baseFolder)
    {
        if (task.WorkDir is null && !task.UniqueWorkDir)
        {
            baseFolder.Enter();
            return baseFolder.Path;
        }

        var folder = Path.GetFullPath(task.WorkDir ?? "", baseFolder.Path);
        if (task.UniqueWorkDir)
        {
            folder = Path.Combine(folder, task.DispatchId, $"node_{task.NodeId}");
        }

        Enter(folder);
        return folder;
    }

    private static void Enter(string folder)
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
