using System.Reflection;
using System.Text.Json;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Worker.Running;

/// <summary>Interim: static methods with JSON arguments, until the invoker lands.</summary>
internal sealed class TaskCode : ITaskCode
{
    public static readonly TaskCode Instance = new();
    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<TaskTemplate, MethodInfo> _methods = [];

    public async ValueTask<TaskReturn> CallAsync(PackedTask task, CancellationToken cancellationToken)
    {
        var function = task.Template.Function!;
        var method = _methods.GetValue(task.Template, t => TypeReference.Resolve(t.Function!.DeclaringType).GetMethod(t.Function.Method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new CovalentException($"No method {function}"));
        var args = Arguments(task, method, cancellationToken);
        object? value;
        try
        {
            value = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, args, null);
        }
        finally
        {
        }

        if (value is Task waiting)
        {
            await waiting.ConfigureAwait(false);
            value = waiting.GetType().IsGenericType ? waiting.GetType().GetProperty("Result")!.GetValue(waiting) : null;
        }

        if (value is TransportGraph child)
        {
            return new TaskReturn(default, child);
        }

        return method.ReturnType == typeof(void) || method.ReturnType == typeof(Task) ? default
            : new TaskReturn(new EncodedValue("json", value is byte[] raw ? raw : JsonSerializer.SerializeToUtf8Bytes(value)), null);
    }

    private static object?[] Arguments(PackedTask task, MethodInfo method, CancellationToken cancellationToken)
    {
        var reader = new SlotReader(task.Slots.Span, task.Shared);
        var parameters = method.GetParameters();
        var args = new object?[parameters.Length];
        var slot = 0;
        for (var i = 0; i < args.Length; i++)
        {
            if (parameters[i].ParameterType == typeof(CancellationToken))
            {
                args[i] = cancellationToken;
                continue;
            }

            var bytes = task.Template.Slots[slot++].Kind == SlotKind.Node ? task.GetEncoded(reader.Node()).Bytes.ToArray() : reader.Constant().ToArray();
            args[i] = parameters[i].ParameterType == typeof(byte[]) ? bytes : JsonSerializer.Deserialize(bytes, parameters[i].ParameterType);
        }

        return args;
    }
}
