using System.Reflection;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>One member of an object with its codec.</summary>
internal abstract class Member<T>(StateMember state)
{
    public string Name { get; } = state.Name;

    public StateMember State { get; } = state;

    public abstract ValueCodec Codec { get; }

    public static Member<T> Make(StateMember state, ValueCodec codec) => (Member<T>)Activator.CreateInstance(
        typeof(Member<,>).MakeGenericType(typeof(T), state.Field.FieldType), state, codec, MemberAccess.Make(state, typeof(T)))!;

    public abstract void Write(ref WireWriter writer, ref T owner);

    public abstract void Read(ref WireReader reader, ref T owner);

    public abstract void Set(ref T owner, object? value);

    public abstract void WriteJson(Utf8JsonWriter writer, ref T owner);

    public abstract void Preview(PreviewText text, ref T owner);

    /// <summary>What stands for a member that JSON does not mention.</summary>
    /// <param name="value">The constructor's default; only for its parameters.</param>
    public bool TryGetDefault(out object? value)
    {
        var parameter = State.Parameter;
        value = parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null;
        if (parameter is { HasDefaultValue: true } && value is not null && parameter.ParameterType.IsEnum)
        {
            value = Enum.ToObject(parameter.ParameterType, value);
        }

        return parameter is { HasDefaultValue: true } || Nullable.GetUnderlyingType(State.Field.FieldType) is not null;
    }
}

internal sealed class Member<T, TMember>(StateMember state, ValueCodec<TMember> codec, Access<T, TMember> access) : Member<T>(state)
{
    public override ValueCodec Codec => codec;

    public override void Write(ref WireWriter writer, ref T owner) => codec.Write(ref writer, access.Get(ref owner));

    public override void Read(ref WireReader reader, ref T owner) => access.Set(ref owner, codec.Read(ref reader));

    public override void Set(ref T owner, object? value) => access.Set(ref owner, (TMember)value!);

    public override void WriteJson(Utf8JsonWriter writer, ref T owner) => codec.WriteJson(writer, access.Get(ref owner));

    public override void Preview(PreviewText text, ref T owner) => text.Value(codec, access.Get(ref owner));
}
