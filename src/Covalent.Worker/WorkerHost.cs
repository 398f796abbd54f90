using System.Diagnostics;
using Covalent.Core.Execution;

namespace Covalent.Worker;

/// <summary>How this worker was started, so that it can start another like itself.</summary>
internal static class WorkerHost
{
    /// <summary>Another worker in the same closure, with its command and options.</summary>
    public static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        if (DotnetHost.Path is { } dotnet)
        {
            return new ProcessStartInfo(dotnet, [.. OwnArguments(), .. arguments]) { UseShellExecute = false };
        }

        // A self-contained application: its own program, made a worker in the same way as this one was.
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { UseShellExecute = false };
        start.Environment[WorkerCommand.HookVariable] = WorkerCommand.HookOf(AppContext.BaseDirectory.TrimEnd('/'));
        return start;
    }

    private static IReadOnlyList<string> OwnArguments()
    {
        var deps = DotnetHost.DepsFiles is [var first, ..]
            ? first
            : throw new CovalentException("This worker was not started with a deps file. Start it with 'dotnet exec --depsfile … --runtimeconfig …'.");
        var application = Path.GetFileName(deps)[..^".deps.json".Length];
        return [.. WorkerCommand.HostArguments(Path.GetDirectoryName(deps)!, application)];
    }
}
