using System.Reflection;

namespace Covalent.Core.Recording;

/// <content>Methods and values that cannot be tasks.</content>
internal static partial class WrongUse
{
    public static WorkflowBuildException TaskParameter(MethodInfo method, ParameterInfo parameter) => new(
        $"'{Named(method)}' cannot be an electron: parameter '{parameter.Name}' is {KindOf(parameter.ParameterType)}. Only values travel; take an array or another value, and return what changes.");

    public static WorkflowBuildException ObjectResult(MethodInfo method) => new(
        $"'{Named(method)}' cannot be an electron: it returns object (or dynamic), so nobody knows how to read the result elsewhere. Declare the real type, or make the method generic.");

    public static WorkflowBuildException TaskResult(MethodInfo method, Type result) => new(
        $"'{Named(method)}' cannot be an electron: its result is '{result.Name}', a task within a task. Await it inside the method.");

    public static WorkflowBuildException NodeResult(MethodInfo method, Type result) => new(
        $"'{Named(method)}' was given nodes where it is generic, so its result would be '{TypeText(result)}'. Write .Value behind the node, so that the type argument is the value's type.");

    public static WorkflowBuildException SublatticeResult(MethodInfo method) => new(
        $"'{Named(method)}' returns '{TypeText(method.ReturnType)}'; a sublattice returns one node. Return Gather(a, b) or Gather(list), which is one node of a tuple or an array, and declare that type.");

    public static WorkflowBuildException UnserialisableResult(MethodInfo method, Type result, CovalentException reason) => new(
        $"'{Named(method)}' cannot be an electron: its result of type '{TypeText(result)}' cannot travel. {reason.Message}", reason);

    public static WorkflowBuildException UnserialisableConstant(MethodInfo method, Leaf leaf, ParameterInfo? parameter, CovalentException reason)
    {
        var what = parameter is not null ? $"Argument '{parameter.Name}'"
            : leaf.Place.Argument >= 0 ? $"A part of argument {leaf.Place.Argument + 1}"
            : leaf.Place.IsWhole ? "The object it is called on" : "A captured variable";
        return new WorkflowBuildException(
            $"{what} of '{Named(method)}' has type '{TypeText(leaf.Type)}', which cannot travel to where the task runs. {reason.Message} "
            + "Pass the data it is made from, and make it inside the method.", reason);
    }

    public static WorkflowBuildException UnserialisableValue(string where, CovalentException reason) => new($"{Capital(where)} cannot travel: {reason.Message}", reason);

    public static WorkflowBuildException UnknownCollection(Type type) => new(
        $"A value of type '{TypeText(type)}' holds nodes, but only arrays, lists, sets, dictionaries and tuples of nodes can be taken apart. Pass the nodes one by one, or in one of those.");

    public static WorkflowBuildException NullInCollection(Type type) => new(
        $"A collection of type '{TypeText(type)}' has null where a node should be. Leave the place out, or fill it before the electron is recorded.");

    public static WorkflowBuildException NoOperator(string symbol, Type type) => new(
        $"Type '{TypeText(type)}' has no operator '{symbol}' on two values of the same type, so nodes of it have none. Write a method that does it, and an electron that calls the method.");

    public static WorkflowBuildException OddOption(string option, string problem) => new($"The option {option} of an electron {problem}.");

    private static string Named(MethodInfo method) =>
        MemberNames.IsCompilerMade(method.DeclaringType?.Name ?? "") ? MemberNames.Readable(method.Name) : $"{method.DeclaringType?.Name}.{MemberNames.Readable(method.Name)}";

    /// <summary>A type as C# writes it.</summary>
    private static string TypeText(Type type)
    {
        if (type.IsArray)
        {
            return $"{TypeText(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        return type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeText))}>"
            : type.Name;
    }
}
