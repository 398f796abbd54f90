using System.Collections.Concurrent;
using System.Reflection;

namespace Covalent.Core.Expressions;

/// <summary>Calls one method by reflection. Exceptions of the method come out as they were thrown.</summary>
internal sealed class Invocation
{
    private static readonly ConcurrentDictionary<MethodInfo, Invocation> Known = new();
    private readonly MethodInvoker _invoker;
    private readonly MethodInfo _method;

    private Invocation(MethodInfo method)
    {
        _method = method;
        _invoker = MethodInvoker.Create(method);
    }

    public static Invocation Of(MethodInfo method) => Known.GetOrAdd(method, static m => new Invocation(m));

    public object? Invoke(object? target, object?[] arguments)
    {
        if (!_method.IsStatic && target is null)
        {
            throw new NullOperandException($"'{_method.DeclaringType?.Name}.{_method.Name}' was called on null.");
        }

        return arguments.Length switch
        {
            0 => _invoker.Invoke(target),
            1 => _invoker.Invoke(target, arguments[0]),
            2 => _invoker.Invoke(target, arguments[0], arguments[1]),
            3 => _invoker.Invoke(target, arguments[0], arguments[1], arguments[2]),
            4 => _invoker.Invoke(target, arguments[0], arguments[1], arguments[2], arguments[3]),
            _ => _invoker.Invoke(target, arguments.AsSpan()),
        };
    }
}
