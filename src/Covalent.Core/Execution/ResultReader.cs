namespace Covalent.Core.Execution;

/// <summary>Gets the value out of what a method returned: at once, or when its task has finished.</summary>
internal abstract class ResultReader
{
    public abstract ValueTask<InvocationResult> Read(object? returned);

    public static ResultReader For(Type type)
    {
        if (type == typeof(void))
        {
            return new Nothing();
        }

        if (type == typeof(Task))
        {
            return new OfTask();
        }

        if (type == typeof(ValueTask))
        {
            return new OfValueTask();
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(Task<>) ? Make(typeof(OfTask<>), type)
            : definition == typeof(ValueTask<>) ? Make(typeof(OfValueTask<>), type)
            : new Plain();
    }

    private static ResultReader Make(Type reader, Type task) => (ResultReader)Activator.CreateInstance(reader.MakeGenericType(task.GetGenericArguments()))!;

    private static ValueTask<InvocationResult> Done(object? value) => new(new InvocationResult(value, null));

    private static T Task<T>(object? returned) => (T)(returned ?? throw new InvalidOperationException("The method returned null where it promised a task."));

    private sealed class Plain : ResultReader
    {
        public override ValueTask<InvocationResult> Read(object? returned) => Done(returned);
    }

    private sealed class Nothing : ResultReader
    {
        public override ValueTask<InvocationResult> Read(object? returned) => Done(null);
    }

    private sealed class OfTask : ResultReader
    {
        public override async ValueTask<InvocationResult> Read(object? returned)
        {
            await Task<Task>(returned).ConfigureAwait(false);
            return default;
        }
    }

    private sealed class OfValueTask : ResultReader
    {
        public override async ValueTask<InvocationResult> Read(object? returned)
        {
            await Task<ValueTask>(returned).ConfigureAwait(false);
            return default;
        }
    }

    private sealed class OfTask<T> : ResultReader
    {
        public override ValueTask<InvocationResult> Read(object? returned)
        {
            var task = Task<Task<T>>(returned);
            return task.IsCompletedSuccessfully ? Done(task.Result) : Wait(task);
        }

        private static async ValueTask<InvocationResult> Wait(Task<T> task) => new(await task.ConfigureAwait(false), null);
    }

    private sealed class OfValueTask<T> : ResultReader
    {
        public override ValueTask<InvocationResult> Read(object? returned)
        {
            var task = Task<ValueTask<T>>(returned);
            return task.IsCompletedSuccessfully ? Done(task.Result) : Wait(task);
        }

        private static async ValueTask<InvocationResult> Wait(ValueTask<T> task) => new(await task.ConfigureAwait(false), null);
    }
}
