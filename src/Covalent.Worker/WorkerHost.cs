using Covalent.Core.Execution;

namespace Covalent.Worker;

/// <summary>How this worker was started, so that it can start another like itself.</summary>
internal static class WorkerHost
{
    public static string DotnetPath => DotnetHost.Path
        ?? throw new CovalentException("The dotnet program that runs this worker cannot be found beside its runtime. Start the worker with 'dotnet exec'.");

    /// <summary>Everything between <c>dotnet</c> and the command.</summary>
    public static IReadOnlyList<string> OwnArguments()
    {
        var deps = DotnetHost.DepsFiles is [var first, ..]
            ? first
            : throw new CovalentException("This worker was not started with a deps file. Start it with 'dotnet exec --depsfile … --runtimeconfig …'.");
        var application = Path.GetFileName(deps)[..^".deps.json".Length];
        return [.. WorkerCommand.HostArguments(Path.GetDirectoryName(deps)!, application)];
    }
}
