using System.Reflection;

namespace Covalent.Core.Expressions.Terms;

internal sealed class FieldTerm(FieldInfo field, Term? target) : Term
{
    public override object? Evaluate(Frame frame)
    {
        if (target is null)
        {
            return field.GetValue(null);
        }

        return field.GetValue(target.Evaluate(frame) ?? throw new NullOperandException($"'{field.Name}' was read from null."));
    }
}

internal sealed class CallTerm(MethodInfo method, Term? target, Term[] arguments) : Term
{
    private readonly Invocation _invocation = Invocation.Of(method);

    public override object? Evaluate(Frame frame)
    {
        var on = target?.Evaluate(frame);
        return _invocation.Invoke(on, EvaluateAll(arguments, frame));
    }
}

internal sealed class InvokeTerm(Term function, Term[] arguments) : Term
{
    public override object? Evaluate(Frame frame)
    {
        var target = (Delegate?)function.Evaluate(frame) ?? throw new NullOperandException("A null delegate was called.");
        return Invocation.Of(target.GetType().GetMethod(nameof(Action.Invoke))!).Invoke(target, EvaluateAll(arguments, frame));
    }
}

internal sealed class ElementTerm(Term array, Term[] indices) : Term
{
    public override object? Evaluate(Frame frame)
    {
        var source = (Array?)array.Evaluate(frame) ?? throw new NullOperandException("An element of a null array was read.");
        var places = new long[indices.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Convert.ToInt64(indices[i].Evaluate(frame));
        }

        return source.GetValue(places);
    }
}
