using System.Reflection;

namespace Covalent.Core.Expressions.Terms;

/// <summary>Something done to an object that was just made.</summary>
internal abstract class Initializer : Term
{
    public abstract void Apply(object target, Frame frame);

    public sealed override object? Evaluate(Frame frame) =>
        throw new CovalentException("A stored expression is damaged: an initialiser stands where a value is needed. Dispatch the workflow again.");
}

internal sealed class AddInitializer(MethodInfo method, Term[] arguments) : Initializer
{
    private readonly Invocation _invocation = Invocation.Of(method);

    public override void Apply(object target, Frame frame) => _invocation.Invoke(target, EvaluateAll(arguments, frame));
}

internal sealed class FieldInitializer(FieldInfo field, Term value) : Initializer
{
    public override void Apply(object target, Frame frame) => field.SetValue(target, value.Evaluate(frame));
}

/// <summary>Goes into a member of the object (<c>new A { B = { 1, 2 } }</c>). A struct member is written back after the change.</summary>
internal sealed class WithinInitializer(MemberInfo member, Initializer[] initializers) : Initializer
{
    public override void Apply(object target, Frame frame)
    {
        var field = member as FieldInfo;
        var inner = (field is not null ? field.GetValue(target) : Invocation.Of((MethodInfo)member).Invoke(target, []))
            ?? throw new NullOperandException($"'{member.Name}' is null, so nothing can be initialised within it.");
        foreach (var initializer in initializers)
        {
            initializer.Apply(inner, frame);
        }

        if (field is { FieldType.IsValueType: true })
        {
            field.SetValue(target, inner);
        }
    }
}
