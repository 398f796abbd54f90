using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Serialization;

/// <summary>One field of an object, with the property it stands behind.</summary>
internal sealed class StateMember
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private StateMember(FieldInfo field, PropertyInfo? property, string name)
    {
        Field = field;
        Property = property;
        Name = name;
        Key = name.StartsWith("m_", StringComparison.Ordinal) ? name[2..] : name.TrimStart('_');
    }

    public FieldInfo Field { get; }

    /// <summary>The automatic property that the field stands behind; null for a field of its own.</summary>
    public PropertyInfo? Property { get; }

    /// <summary>As people know it: the property's name, or the field's.</summary>
    public string Name { get; set; }

    /// <summary>What a constructor parameter must be called to mean it.</summary>
    public string Key { get; }

    public ParameterInfo? Parameter { get; set; }

    /// <summary>Whether the <c>required</c> keyword demands a value.</summary>
    public bool IsRequired => Property is null
        ? Field.IsDefined(typeof(RequiredMemberAttribute))
        : Property.IsDefined(typeof(RequiredMemberAttribute));

    public static StateMember Of(FieldInfo field)
    {
        if (PropertyOf(field) is { } property)
        {
            return new StateMember(field, property, property.Name);
        }

        var end = field.Name.StartsWith('<') ? field.Name.IndexOf('>', StringComparison.Ordinal) : -1;
        return new StateMember(field, null, end > 1 ? field.Name[1..end] : field.Name);
    }

    /// <summary>The automatic property of a compiler-made field: <c>&lt;Name&gt;k__BackingField</c>, or <c>&lt;Name&gt;i__Field</c> of anonymous types.</summary>
    public static PropertyInfo? PropertyOf(FieldInfo field)
    {
        var end = field.Name.StartsWith('<') ? field.Name.IndexOf('>', StringComparison.Ordinal) : -1;
        return end > 1 && field.Name[end..] is ">k__BackingField" or ">i__Field"
            ? field.DeclaringType!.GetProperty(field.Name[1..end], Declared)
            : null;
    }
}
