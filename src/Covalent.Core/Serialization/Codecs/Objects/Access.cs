using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Serialization;

/// <summary>Reads and sets one member. Made of delegates to the accessors of automatic properties, and of reflection for plain fields: no code is
/// generated.</summary>
internal abstract class Access<T, TMember>
{
    public abstract TMember Get(ref T owner);

    public abstract void Set(ref T owner, TMember value);
}

internal sealed class ClassPropertyAccess<T, TMember>(StateMember member) : Access<T, TMember>
    where T : class
{
    private readonly Func<T, TMember> _get = member.Property!.GetMethod!.CreateDelegate<Func<T, TMember>>();
    private readonly Action<T, TMember>? _set = AccessorOf(member)?.CreateDelegate<Action<T, TMember>>();
    private readonly FieldInfo _field = member.Field;

    public override TMember Get(ref T owner) => _get(owner);

    public override void Set(ref T owner, TMember value)
    {
        if (_set is not null)
        {
            _set(owner, value);
        }
        else
        {
            _field.SetValue(owner, value);
        }
    }

    private static MethodInfo? AccessorOf(StateMember member) => MemberAccess.IsAutomatic(member.Property!.SetMethod) ? member.Property.SetMethod : null;
}

internal sealed class StructPropertyAccess<T, TMember>(StateMember member) : Access<T, TMember>
    where T : struct
{
    private readonly Getter _get = member.Property!.GetMethod!.CreateDelegate<Getter>();
    private readonly Setter? _set = MemberAccess.IsAutomatic(member.Property!.SetMethod) ? member.Property.SetMethod!.CreateDelegate<Setter>() : null;
    private readonly FieldInfo _field = member.Field;

    private delegate TMember Getter(ref T owner);

    private delegate void Setter(ref T owner, TMember value);

    public override TMember Get(ref T owner) => _get(ref owner);

    public override void Set(ref T owner, TMember value)
    {
        if (_set is not null)
        {
            _set(ref owner, value);
            return;
        }

        object boxed = owner;
        _field.SetValue(boxed, value);
        owner = (T)boxed;
    }
}

internal sealed class FieldAccess<T, TMember>(StateMember member) : Access<T, TMember>
{
    private readonly FieldInfo _field = member.Field;

    public override TMember Get(ref T owner) => (TMember)_field.GetValue(owner)!;

    public override void Set(ref T owner, TMember value)
    {
        object boxed = owner!;
        _field.SetValue(boxed, value);
        owner = (T)boxed;
    }
}

/// <summary>Chooses how a member is reached.</summary>
internal static class MemberAccess
{
    public static object Make(StateMember member, Type owner)
    {
        var definition = !IsAutomatic(member.Property?.GetMethod) ? typeof(FieldAccess<,>)
            : owner.IsValueType ? typeof(StructPropertyAccess<,>)
            : typeof(ClassPropertyAccess<,>);
        return Activator.CreateInstance(definition.MakeGenericType(owner, member.Field.FieldType), member)!;
    }

    /// <summary>Whether the accessor only reads or sets the field: one with code of the user in it is passed by.</summary>
    public static bool IsAutomatic(MethodInfo? accessor) => accessor is not null
        && (accessor.IsDefined(typeof(CompilerGeneratedAttribute)) || accessor.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute)));
}
