using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>One member of an object with its codec.</summary>
internal abstract class Member<T>(StateMember state)
{
    public string Name { get; } = state.Name;

    public StateMember State { get; } = state;

    public abstract ValueCodec Codec { get; }

    /// <summary>Reads automatic properties by a delegate to their accessors and everything else by reflection: no code is generated.</summary>
    public static Member<T> Make(StateMember state, ValueCodec codec)
    {
        var definition = !IsAutomatic(state.Property?.GetMethod) ? typeof(FieldMember<,>)
            : typeof(T).IsValueType ? typeof(StructPropertyMember<,>)
            : typeof(ClassPropertyMember<,>);
        return (Member<T>)Activator.CreateInstance(definition.MakeGenericType(typeof(T), state.Field.FieldType), state, codec)!;
    }

    public abstract void Write(ref WireWriter writer, ref T owner);

    public abstract void Read(ref WireReader reader, ref T owner);

    public abstract void Set(ref T owner, object? value);

    public abstract void WriteJson(Utf8JsonWriter writer, ref T owner);

    public abstract void Preview(PreviewText text, ref T owner);

    /// <summary>What stands for a member that JSON does not mention.</summary>
    public bool TryGetDefault(out object? value)
    {
        var parameter = State.Parameter;
        value = parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null;
        if (value is not null && parameter!.ParameterType.IsEnum)
        {
            value = Enum.ToObject(parameter.ParameterType, value);
        }

        return parameter is { HasDefaultValue: true } || Nullable.GetUnderlyingType(State.Field.FieldType) is not null;
    }

    /// <summary>Whether the accessor only reads or sets the field: one with code of the user in it is passed by.</summary>
    private protected static bool IsAutomatic(MethodInfo? accessor) => accessor is not null
        && (accessor.IsDefined(typeof(CompilerGeneratedAttribute)) || accessor.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute)));
}

/// <summary>One member of known type.</summary>
internal abstract class Member<T, TMember>(StateMember state, ValueCodec<TMember> codec) : Member<T>(state)
{
    public sealed override ValueCodec Codec => codec;

    public sealed override void Set(ref T owner, object? value) => Set(ref owner, (TMember)value!);

    public sealed override void WriteJson(Utf8JsonWriter writer, ref T owner) => codec.WriteJson(writer, Get(ref owner));

    public sealed override void Preview(PreviewText text, ref T owner) => text.Value(codec, Get(ref owner));

    private protected abstract TMember Get(ref T owner);

    private protected abstract void Set(ref T owner, TMember value);
}
