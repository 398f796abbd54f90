using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Covalent.Core.Recording;

/// <summary>Since C# 14 the compiler prefers the span version of calls like <c>array.Contains(x)</c>. Spans cannot travel, so such calls are
/// turned into the same call on the array.</summary>
internal static class SpanRewrite
{
    private static readonly Type[] Owners = [typeof(Enumerable), typeof(Array)];

    public static bool TryRewrite(MethodCallExpression call, [NotNullWhen(true)] out MethodInfo? method, [NotNullWhen(true)] out Expression[]? arguments)
    {
        method = null;
        arguments = null;
        if (call.Method.DeclaringType != typeof(MemoryExtensions) || !call.Method.IsGenericMethod)
        {
            return false;
        }

        var plain = call.Arguments.Select(WithoutSpan).ToArray();
        method = Owners.SelectMany(owner => owner.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.Name == call.Method.Name)
            .Select(m => Fit(m, call.Method, plain))
            .FirstOrDefault(m => m is not null);
        arguments = plain;
        return method is not null;
    }

    private static Expression WithoutSpan(Expression argument) => argument switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert, Method: not null } convert when convert.Type.IsByRefLike => convert.Operand,
        MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } call when call.Type.IsByRefLike => array,
        MethodCallExpression { Method: { Name: nameof(MemoryExtensions.AsSpan) } method, Arguments: [var array] } when method.DeclaringType == typeof(MemoryExtensions) => array,
        _ => argument,
    };

    private static MethodInfo? Fit(MethodInfo candidate, MethodInfo original, Expression[] arguments)
    {
        var parameters = candidate.GetParameters();
        if (!candidate.IsGenericMethodDefinition || candidate.GetGenericArguments().Length != original.GetGenericArguments().Length
            || parameters.Length != arguments.Length)
        {
            return null;
        }

        var closed = candidate.MakeGenericMethod(original.GetGenericArguments());
        return closed.ReturnType == original.ReturnType && closed.GetParameters().Zip(arguments).All(pair => pair.First.ParameterType.IsAssignableFrom(pair.Second.Type))
            ? closed : null;
    }
}
