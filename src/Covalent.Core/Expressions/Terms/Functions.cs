using System.Reflection;

namespace Covalent.Core.Expressions.Terms;

/// <summary>A nested lambda: a delegate whose body is evaluated term by term.</summary>
internal sealed class LambdaTerm(Type delegateType, Term body) : Term
{
    public override object? Evaluate(Frame frame) => LambdaDelegate.Create(
        delegateType, arguments => body.Evaluate(frame.Within(arguments)));
}

/// <summary>A delegate on a compiled method; its captured variables are its target.</summary>
internal sealed class DelegateTerm(Type delegateType, MethodInfo method, Term? target) : Term
{
    private readonly Delegate? _shared = target is null && method.IsStatic ? method.CreateDelegate(delegateType) : null;

    public override object? Evaluate(Frame frame) => _shared ?? method.CreateDelegate(delegateType, target?.Evaluate(frame));
}

internal sealed class ConvertTerm(Operators.Conversion conversion, Term operand) : Term
{
    public override object? Evaluate(Frame frame) => conversion.Apply(operand.Evaluate(frame));
}

internal sealed class ConvertByTerm(MethodInfo method, Term operand) : Term
{
    private readonly Invocation _invocation = Invocation.Of(method);
    private readonly bool _takesNull = Operators.NullRules.TakesNull(method.GetParameters()[0].ParameterType);

    public override object? Evaluate(Frame frame)
    {
        var value = operand.Evaluate(frame);
        return value is null && !_takesNull ? null : _invocation.Invoke(null, [value]);
    }
}

internal sealed class AsTerm(Type type, Term operand) : Term
{
    public override object? Evaluate(Frame frame)
    {
        var value = operand.Evaluate(frame);
        return type.IsInstanceOfType(value) ? value : null;
    }
}

internal sealed class IsTerm(Type type, Term operand) : Term
{
    public override object? Evaluate(Frame frame) => type.IsInstanceOfType(operand.Evaluate(frame));
}

internal sealed class UnaryTerm(Operators.UnaryOperation operation, Term operand) : Term
{
    public override object? Evaluate(Frame frame) => operation.Apply(operand.Evaluate(frame));
}

internal sealed class BinaryTerm(Operators.BinaryOperation operation, Term left, Term right) : Term
{
    public override object? Evaluate(Frame frame) => operation.Apply(left.Evaluate(frame), right.Evaluate(frame));
}
