using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <content>Functions as values: the compiled method, and the captured variables it uses.</content>
internal sealed partial class ExpressionWalker
{
    private readonly HashSet<object> _closures = new(ReferenceEqualityComparer.Instance);

    /// <summary>Records the object a delegate is bound to, as the target of a call of its method.</summary>
    public void DelegateTarget(Delegate function, int argument)
    {
        _place = new Place(argument, IsWhole: false);
        Target(Travelling(function), function.Target!);
    }

    /// <summary>The delegate's method, if another process can find and bind it.</summary>
    public static MethodInfo Travelling(Delegate function)
    {
        var method = function.Method;
        if (!function.HasSingleTarget)
        {
            throw WrongUse.SeveralTargets(function);
        }

        return method is DynamicMethod || method.DeclaringType is null || method.Module.Assembly.IsDynamic ? throw WrongUse.DynamicFunction(function) : method;
    }

    private void Delegate(Delegate function, Type type)
    {
        if (TypeFacts.Of(type).HoldsNodes)
        {
            throw WrongUse.LatticeAsArgument(function, _place);
        }

        var method = Travelling(function);
        buffer.Add(Op.Delegate, function.Target is null ? 0 : 1, type);
        buffer.Add(Op.Method, 0, method);
        if (function.Target is { } target)
        {
            Target(method, target);
        }
    }

    private void Target(MethodInfo method, object target)
    {
        _place = _place with { IsWhole = false };
        if (IsClosure(target.GetType()))
        {
            Closure(method, target);
        }
        else
        {
            Value(target, target.GetType());
        }
    }

    private void Closure(MethodInfo method, object closure)
    {
        if (!_closures.Add(closure))
        {
            throw WrongUse.RecursiveFunction(method);
        }

        var type = closure.GetType();
        var fields = CapturedFields.UsedBy(method, type);
        buffer.Add(Op.Closure, fields.Count, type);
        foreach (var field in fields)
        {
            buffer.Add(Op.Assign, 0, field);
            CapturedVariable(method, field, field.GetValue(closure));
        }

        _closures.Remove(closure);
    }

    private void CapturedVariable(MethodInfo method, FieldInfo field, object? value)
    {
        if (value is Node || TypeFacts.Of(field.FieldType) is { IsNode: true } or { HoldsNodes: true })
        {
            throw WrongUse.CapturedNode(method, field);
        }

        if (value is null)
        {
            buffer.Add(Op.Default, 0, field.FieldType);
        }
        else if (IsClosure(field.FieldType))
        {
            Closure(method, value);
        }
        else
        {
            Value(value, field.FieldType);
        }
    }

    private static bool IsClosure(Type type) => type.IsNested && type.Name.StartsWith('<') && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
