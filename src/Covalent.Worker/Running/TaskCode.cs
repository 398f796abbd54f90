using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>The application's own code, called through the invoker of each template.</summary>
internal sealed class TaskCode : ITaskCode
{
    public static readonly TaskCode Instance = new();

    public ValueTask<TaskReturn> CallAsync(PackedTask task, CancellationToken cancellationToken)
    {
        SameBuild.Require(task.Template);
        var invoker = TaskInvoker.For(task.Template);
        var call = invoker.InvokeAsync(task, cancellationToken);
        return call.IsCompletedSuccessfully ? new ValueTask<TaskReturn>(Encode(invoker, call.Result)) : AwaitAsync(invoker, call);
    }

    private static async ValueTask<TaskReturn> AwaitAsync(TaskInvoker invoker, ValueTask<InvocationResult> call) => Encode(invoker, await call.ConfigureAwait(false));

    private static TaskReturn Encode(TaskInvoker invoker, InvocationResult result)
    {
        if (result.Child is not null)
        {
            return new TaskReturn(default, default, result.Child);
        }

        var (value, head) = ResultEncoder.Encode(invoker.ResultCodec, result);
        return new TaskReturn(value, head, null);
    }
}
