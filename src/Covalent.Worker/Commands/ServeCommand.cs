using Covalent.Core.Execution;
using Covalent.Worker.Output;
using Covalent.Worker.Running;
using Covalent.Worker.Serving;

namespace Covalent.Worker.Commands;

/// <summary>Runs tasks for a pool until the pool closes the connection or retires this worker.</summary>
internal static class ServeCommand
{
    public static int Run(ServeOptions options)
    {
        NativeProcess.BecomeGroupLeader();
        var secret = Environment.GetEnvironmentVariable(ServeOptions.SecretVariable) ?? "";
        Environment.SetEnvironmentVariable(ServeOptions.SecretVariable, null);
        using var stdout = new CapturedStream(options.Stdout, OutputStream.Stdout);
        using var stderr = new CapturedStream(options.Stderr, OutputStream.Stderr);
        using var connection = PoolConnection.Open(options.Socket, secret);
        var queue = new WorkQueue();
        var server = new TaskServer(connection, queue, stdout, stderr, TaskCode.Instance, TimeProvider.System);
        new Thread(() => new PoolListener(connection, queue).Listen()) { IsBackground = true, Name = "covalent-listen" }.Start();
        server.RunUntilRetired();
        NativeProcess.TerminateGroup();
        NativeProcess.ExitNow(0);
        return 0;
    }
}
