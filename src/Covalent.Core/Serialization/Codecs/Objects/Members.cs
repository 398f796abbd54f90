using System.Reflection;

namespace Covalent.Core.Serialization;

internal sealed class ClassPropertyMember<T, TMember> : Member<T, TMember>
    where T : class
{
    private readonly ValueCodec<TMember> _codec;
    private readonly Func<T, TMember> _get;
    private readonly Action<T, TMember>? _set;

    public ClassPropertyMember(StateMember state, ValueCodec<TMember> codec) : base(state, codec)
    {
        _codec = codec;
        _get = state.Property!.GetMethod!.CreateDelegate<Func<T, TMember>>();
        _set = IsAutomatic(state.Property.SetMethod) ? state.Property.SetMethod!.CreateDelegate<Action<T, TMember>>() : null;
    }

    public override void Write(ref WireWriter writer, ref T owner) => _codec.Write(ref writer, _get(owner));

    public override void Read(ref WireReader reader, ref T owner) => Set(ref owner, _codec.Read(ref reader));

    private protected override TMember Get(ref T owner) => _get(owner);

    private protected override void Set(ref T owner, TMember value)
    {
        if (_set is not null)
        {
            _set(owner, value);
        }
        else
        {
            State.Field.SetValue(owner, value);
        }
    }
}

internal sealed class StructPropertyMember<T, TMember> : Member<T, TMember>
    where T : struct
{
    private readonly ValueCodec<TMember> _codec;
    private readonly Getter _get;
    private readonly Setter? _set;

    public StructPropertyMember(StateMember state, ValueCodec<TMember> codec) : base(state, codec)
    {
        _codec = codec;
        _get = state.Property!.GetMethod!.CreateDelegate<Getter>();
        _set = IsAutomatic(state.Property.SetMethod) ? state.Property.SetMethod!.CreateDelegate<Setter>() : null;
    }

    private delegate TMember Getter(ref T owner);

    private delegate void Setter(ref T owner, TMember value);

    public override void Write(ref WireWriter writer, ref T owner) => _codec.Write(ref writer, _get(ref owner));

    public override void Read(ref WireReader reader, ref T owner) => Set(ref owner, _codec.Read(ref reader));

    private protected override TMember Get(ref T owner) => _get(ref owner);

    private protected override void Set(ref T owner, TMember value)
    {
        if (_set is not null)
        {
            _set(ref owner, value);
            return;
        }

        object boxed = owner;
        State.Field.SetValue(boxed, value);
        owner = (T)boxed;
    }
}

internal sealed class FieldMember<T, TMember>(StateMember state, ValueCodec<TMember> codec) : Member<T, TMember>(state, codec)
{
    private readonly ValueCodec<TMember> _codec = codec;
    private readonly FieldInfo _field = state.Field;

    public override void Write(ref WireWriter writer, ref T owner) => _codec.Write(ref writer, Get(ref owner));

    public override void Read(ref WireReader reader, ref T owner) => Set(ref owner, _codec.Read(ref reader));

    private protected override TMember Get(ref T owner) => (TMember)_field.GetValue(owner)!;

    private protected override void Set(ref T owner, TMember value)
    {
        object boxed = owner!;
        _field.SetValue(boxed, value);
        owner = (T)boxed;
    }
}
