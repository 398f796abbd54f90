using System.Reflection;

namespace Covalent.Core.Recording;

/// <summary>Replaces <c>Node&lt;X&gt;</c> by <c>X</c> in types and members: a workflow is written with nodes and runs with values.</summary>
internal static class Erasure
{
    public static bool IsNode(Type type) => type.IsClass && (type.BaseType == typeof(Node) || type == typeof(Node));

    public static bool MentionsNode(Type type) =>
        IsNode(type)
        || (type.HasElementType && MentionsNode(type.GetElementType()!))
        || (type.IsGenericType && Array.Exists(type.GetGenericArguments(), MentionsNode));

    public static Type Erase(Type type)
    {
        if (!MentionsNode(type) || type == typeof(Node))
        {
            return type;
        }

        if (IsNode(type))
        {
            return Erase(type.GetGenericArguments()[0]);
        }

        if (type.IsArray)
        {
            var element = Erase(type.GetElementType()!);
            return type.IsSZArray ? element.MakeArrayType() : element.MakeArrayType(type.GetArrayRank());
        }

        return type.GetGenericTypeDefinition().MakeGenericType(Array.ConvertAll(type.GetGenericArguments(), Erase));
    }

    /// <summary>The same member on the erased type, with erased generic arguments.</summary>
    public static TMember Erase<TMember>(TMember member) where TMember : MemberInfo
    {
        MemberInfo result = member;
        if (member.DeclaringType is { } owner && MentionsNode(owner))
        {
            result = Erase(owner).GetMemberWithSameMetadataDefinitionAs(member);
        }

        if (member is MethodInfo { IsGenericMethod: true } method && (result != (MemberInfo)member || Array.Exists(method.GetGenericArguments(), MentionsNode)))
        {
            var definition = ((MethodInfo)result).IsGenericMethodDefinition ? (MethodInfo)result : ((MethodInfo)result).GetGenericMethodDefinition();
            result = definition.MakeGenericMethod(Array.ConvertAll(method.GetGenericArguments(), Erase));
        }

        return (TMember)result;
    }

    /// <summary>Whether the method is declared to return nodes, as lattices and the functions of <see cref="Workflow"/> are; a generic method
    /// that only happens to be called with nodes is not.</summary>
    public static bool ReturnsNodes(MethodInfo method)
    {
        if (!MentionsNode(method.ReturnType))
        {
            return false;
        }

        var definition = method;
        if (method.DeclaringType is { IsGenericType: true } owner)
        {
            definition = (MethodInfo)owner.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(method);
        }

        return MentionsNode((definition.IsGenericMethod ? definition.GetGenericMethodDefinition() : definition).ReturnType);
    }
}
