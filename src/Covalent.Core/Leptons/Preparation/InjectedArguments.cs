using System.Reflection;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Puts prepared values in the place of a method's arguments.</summary>
internal static class InjectedArguments
{
    /// <exception cref="CovalentException">The method has no such parameter, or one of another type.</exception>
    public static void Apply(TaskPreparation preparation, MethodInfo method, object?[] arguments)
    {
        var parameters = method.GetParameters();
        foreach (var (name, values) in preparation.ByName())
        {
            var index = Array.FindIndex(parameters, parameter => parameter.Name == name);
            if (index < 0)
            {
                if (name == DepsCall.Reserved)
                {
                    continue; // Who does not ask for the files does not get them.
                }

                throw new LeptonException($"A hook gives a value to '{name}', and '{method.DeclaringType?.Name}.{method.Name}' has no parameter of that name. "
                    + $"It has: {string.Join(", ", parameters.Select(parameter => parameter.Name))}.");
            }

            arguments[index] = Fit(name, values, parameters[index].ParameterType, method);
        }
    }

    private static object? Fit(string name, IReadOnlyList<InjectedValue> values, Type type, MethodInfo method)
    {
        if (values is [var single] && (single.Value is null ? !type.IsValueType : type.IsInstanceOfType(single.Value)))
        {
            return single.Value;
        }

        if (CollectionShape.Of(type) is CollectionShape.Sequence { Item: var item } && values.All(value => value.Value is null || item.IsInstanceOfType(value.Value)))
        {
            return CollectionBuilder.Sequence(type, item, [.. values.Select(value => value.Value)]);
        }

        throw new LeptonException($"Hooks give {values.Count} values of type '{values[0].Type}' to parameter '{name}' of '{method.DeclaringType?.Name}.{method.Name}', which is '{type}'. "
            + "Declare the value's type, or a list of it for several.");
    }
}
