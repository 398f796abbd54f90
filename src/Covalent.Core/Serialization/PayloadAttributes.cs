namespace Covalent;

/// <summary>Names the codec of a type: on the type itself, or on an assembly for a type of another library.</summary>
/// <param name="codec">A class derived from <see cref="PayloadCodec{T}"/>; an open generic one is closed with the type's own arguments.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class PayloadCodecAttribute(Type codec) : Attribute
{
    /// <summary>The codec's class.</summary>
    public Type Codec { get; } = codec;
}

/// <summary>Closes the list of types that a declared interface, abstract class or base class may stand for, so that its values can travel.
/// The place in the list is what is written, so only ever append.</summary>
/// <param name="types">The types, each assignable to the declared one.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class PayloadTypesAttribute(params Type[] types) : Attribute
{
    /// <summary>The types, in the order of their numbers.</summary>
    public IReadOnlyList<Type> Types { get; } = types;

    /// <summary>On an assembly: the declared type that is meant. On a type it is that type.</summary>
    public Type? For { get; init; }
}
