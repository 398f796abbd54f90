using Covalent.Core.Execution;
using Covalent.Worker;

/// <summary>How a self-contained application's program becomes a worker: the runtime calls this before the application's own <c>Main</c>, which then never runs.
/// Name and place are prescribed by .NET.</summary>
#pragma warning disable CA1050, CA1812, S3903 // A startup hook is found by this name outside every namespace.
internal static class StartupHook
#pragma warning restore CA1050, CA1812, S3903
{
    public static void Initialize()
    {
        // Programs that a task starts are not to become workers.
        Environment.SetEnvironmentVariable(Covalent.WorkerCommand.HookVariable, null);
        NativeProcess.ExitNow(Program.Run(Environment.GetCommandLineArgs()[1..]));
    }
}
