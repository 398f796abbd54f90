using System.Reflection;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>What a method must be like to run as a task, and its arguments to travel.</summary>
internal static class CallRules
{
    public static void Check(MethodInfo method, Type result, bool isSublattice)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType is { IsByRef: true } or { IsPointer: true } or { IsByRefLike: true } && !IsPlainIn(parameter))
            {
                throw WrongUse.TaskParameter(method, parameter);
            }
        }

        if (isSublattice && !Erasure.IsNode(method.ReturnType))
        {
            throw typeof(Task).IsAssignableFrom(method.ReturnType) ? WrongUse.AsyncLattice(MemberNames.Readable(method.Name)) : WrongUse.SublatticeResult(method);
        }

        if (Erasure.MentionsNode(result))
        {
            throw WrongUse.NodeResult(method, result);
        }

        CheckResult(method, result);
    }

    /// <summary>Codec of each leaf; constants whose static type cannot travel go as the parameter's type.</summary>
    public static ValueCodec?[] Codecs(MethodInfo method, ReadOnlySpan<Leaf> leaves)
    {
        var parameters = method.GetParameters();
        var codecs = new ValueCodec?[leaves.Length];
        for (var i = 0; i < codecs.Length; i++)
        {
            var leaf = leaves[i];
            var parameter = leaf.Place is { IsWhole: true, Argument: >= 0 and var index } && index < parameters.Length ? parameters[index] : null;
            codecs[i] = leaf.Kind == SlotKind.Structure ? null : Codec(method, leaf, parameter);
        }

        return codecs;
    }

    /// <summary>A replacement must take and give exactly what the replaced method does, since its arguments are recorded already.</summary>
    public static void CheckReplacement(MethodInfo old, MethodInfo replacement)
    {
        var same = ResultOf(old) == ResultOf(replacement)
            && old.GetParameters().Select(p => p.ParameterType).SequenceEqual(replacement.GetParameters().Select(p => p.ParameterType));
        if (!same)
        {
            throw WrongUse.OtherSignature(old, replacement);
        }
    }

    private static Type ResultOf(MethodInfo method)
    {
        var type = method.ReturnType;
        return type == typeof(Task) || type == typeof(ValueTask) ? typeof(void)
            : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)) ? type.GetGenericArguments()[0]
            : type;
    }

    private static ValueCodec Codec(MethodInfo method, Leaf leaf, ParameterInfo? parameter)
    {
        try
        {
            return ValueCodec.For(leaf.Type);
        }
        catch (CovalentException e)
        {
            return TryFor(parameter) ?? throw WrongUse.UnserialisableConstant(method, leaf, parameter, e);
        }
    }

    private static ValueCodec? TryFor(ParameterInfo? parameter)
    {
        try
        {
            return parameter is null ? null : ValueCodec.For(Erasure.Erase(parameter.ParameterType));
        }
        catch (CovalentException)
        {
            return null;
        }
    }

    private static void CheckResult(MethodInfo method, Type result)
    {
        if (result == typeof(void))
        {
            return;
        }

        if (result == typeof(object))
        {
            throw WrongUse.ObjectResult(method);
        }

        if (typeof(Task).IsAssignableFrom(result) || result == typeof(ValueTask))
        {
            throw WrongUse.TaskResult(method, result);
        }

        try
        {
            _ = ValueCodec.For(result);
        }
        catch (CovalentException e)
        {
            throw WrongUse.UnserialisableResult(method, result, e);
        }
    }

    private static bool IsPlainIn(ParameterInfo parameter) =>
        parameter.IsIn && parameter.ParameterType is { IsByRef: true } type && !type.GetElementType()!.IsByRefLike;
}
