using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;
using Covalent.Core.Expressions.Operators;

namespace Covalent.Core.Recording;

/// <content>Calls within arguments.</content>
internal sealed partial class ExpressionWalker
{
    private void Call(MethodCallExpression call)
    {
        if (SpanRewrite.TryRewrite(call, out var method, out var arguments))
        {
            buffer.Add(Op.Call, arguments.Length, Erased(method));
            VisitAll(arguments);
        }
        else if (!evaluating && Erasure.IsNode(call.Method.DeclaringType!))
        {
            // Inside an electron a node stands for its value, so its ToString is the value's.
            buffer.Add(Op.Call, 0, typeof(object).GetMethod(nameof(ToString))!);
            Visit(call.Object!);
        }
        else if (call.Method.DeclaringType is { IsArray: true } && call.Method.Name == "Get")
        {
            buffer.Add(Op.Element, call.Arguments.Count);
            Visit(call.Object!);
            VisitAll(call.Arguments);
        }
        else if (call.Object is { } target && Nullable.GetUnderlyingType(target.Type) is { } inner)
        {
            NullableMethod(call, target, inner);
        }
        else
        {
            buffer.Add(Op.Call, call.Arguments.Count, Erased(Checked(call.Method, call)));
            if (call.Object is not null)
            {
                Visit(call.Object);
            }

            VisitAll(call.Arguments);
        }
    }

    private void NullableMethod(MethodCallExpression call, Expression target, Type inner)
    {
        if (call.Method.Name != nameof(Nullable<int>.GetValueOrDefault))
        {
            throw WrongUse.Unsupported(call, $"'{call.Method.Name}' of a nullable value");
        }

        buffer.Add(Op.Coalesce);
        Visit(target);
        if (call.Arguments.Count == 1)
        {
            Visit(call.Arguments[0]);
        }
        else
        {
            buffer.Add(Op.Default, 0, inner);
        }
    }

    private static MethodInfo Checked(MethodInfo method, Expression where)
    {
        foreach (var parameter in method.GetParameters())
        {
            var type = parameter.ParameterType;
            if ((type.IsByRef && !parameter.IsIn) || type.IsByRefLike || type.IsPointer || (type.IsByRef && type.GetElementType()!.IsByRefLike))
            {
                throw WrongUse.OddParameter(method, parameter, where);
            }
        }

        return method.ReturnType.IsByRefLike || method.ReturnType.IsByRef || method.ReturnType.IsPointer ? throw WrongUse.OddResult(method, where) : method;
    }
}
