using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;

namespace Covalent.Core.Serialization;

/// <summary>What makes up an object and how it is made again. Its state is its fields, whoever can see them; a constructor whose parameters are
/// named like them runs first, then the rest is set.</summary>
internal sealed class ObjectContract
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private ObjectContract(ConstructorInfo? constructor, IReadOnlyList<StateMember> members, int parameters, bool isReadOnly)
    {
        Constructor = constructor;
        Members = members;
        ParameterCount = parameters;
        IsReadOnly = isReadOnly;
    }

    /// <summary>Null for structs, which start empty.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <summary>The constructor's parameters in their order, then the others in the order of declaration, base classes first.</summary>
    public IReadOnlyList<StateMember> Members { get; }

    public int ParameterCount { get; }

    /// <summary>Whether no field can change after construction.</summary>
    public bool IsReadOnly { get; }

    public static ObjectContract Of(Type type)
    {
        var fields = FieldsOf(type);
        var state = fields.FindAll(field => !IsLeftOut(field)).ConvertAll(StateMember.Of);
        Name(state);
        var isReadOnly = type.IsValueType ? state.Count == fields.Count : fields.TrueForAll(field => field.IsInitOnly) && state.Count == fields.Count;
        if (type.IsValueType)
        {
            CheckLayout(type, fields);
            return new ObjectContract(null, state, 0, isReadOnly);
        }

        var (constructor, parameters) = Choose(type, state) ?? throw Refusals.Refuse(type, "it has no constructor whose parameters are named like its fields or properties",
            "Add one (a private one will do), make it a record, or give the type its own codec");
        return new ObjectContract(constructor, [.. parameters, .. state.Except(parameters)], parameters.Count, isReadOnly);
    }

    private static List<FieldInfo> FieldsOf(Type type)
    {
        var fields = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? FieldsOf(parent) : [];
        var own = type.GetFields(Declared);
        Array.Sort(own, (left, right) => left.MetadataToken.CompareTo(right.MetadataToken));
        fields.AddRange(own);
        return fields;
    }

    private static bool IsLeftOut(FieldInfo field) =>
        field.IsDefined(typeof(NonSerializedAttribute)) || field.IsDefined(typeof(IgnoreDataMemberAttribute))
        || StateMember.PropertyOf(field)?.IsDefined(typeof(IgnoreDataMemberAttribute)) == true;

    /// <summary>A private field of a base class may be named like one of the derived class.</summary>
    private static void Name(List<StateMember> state)
    {
        for (var index = 0; index < state.Count; index++)
        {
            var name = state[index].Name;
            if (state.FindLastIndex(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) > index)
            {
                state[index].Name = $"{state[index].Field.DeclaringType!.Name}.{name}.{index}";
            }
        }
    }

    private static void CheckLayout(Type type, List<FieldInfo> fields)
    {
        if (type.IsDefined(typeof(InlineArrayAttribute)) || fields.Exists(field => field.IsDefined(typeof(FixedBufferAttribute))))
        {
            throw Refusals.Refuse(type, "it is or holds an inline array, whose items are no fields", "Use an array, or give the type its own codec");
        }
    }

    /// <summary>The constructor that takes most of the state, a public one where there is a choice.</summary>
    private static (ConstructorInfo Constructor, List<StateMember> Parameters)? Choose(Type type, List<StateMember> state)
    {
        ConstructorInfo? best = null;
        foreach (var candidate in type.GetConstructors(Declared))
        {
            if (Match(candidate, state) is not null && (best is null || Rank(candidate) > Rank(best)))
            {
                best = candidate;
            }
        }

        return best is null ? null : (best, Match(best, state)!);
    }

    private static int Rank(ConstructorInfo constructor) => (constructor.GetParameters().Length * 2) + (constructor.IsPublic ? 1 : 0);

    private static List<StateMember>? Match(ConstructorInfo constructor, List<StateMember> state)
    {
        List<StateMember> matched = [];
        foreach (var parameter in constructor.GetParameters())
        {
            var member = state.LastOrDefault(candidate => candidate.Key.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)
                && candidate.Field.FieldType.IsAssignableTo(parameter.ParameterType) && !matched.Contains(candidate));
            if (member is null)
            {
                return null;
            }

            member.Parameter = parameter;
            matched.Add(member);
        }

        return matched;
    }
}
