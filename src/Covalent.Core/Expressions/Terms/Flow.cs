namespace Covalent.Core.Expressions.Terms;

internal sealed class AndAlsoTerm(Term left, Term right) : Term
{
    public override object? Evaluate(Frame frame) => (bool)left.Evaluate(frame)! && (bool)right.Evaluate(frame)!;
}

internal sealed class OrElseTerm(Term left, Term right) : Term
{
    public override object? Evaluate(Frame frame) => (bool)left.Evaluate(frame)! || (bool)right.Evaluate(frame)!;
}

internal sealed class CoalesceTerm(Term left, Term right) : Term
{
    public override object? Evaluate(Frame frame) => left.Evaluate(frame) ?? right.Evaluate(frame);
}

internal sealed class ConditionalTerm(Term test, Term whenTrue, Term whenFalse) : Term
{
    public override object? Evaluate(Frame frame) => (bool)test.Evaluate(frame)! ? whenTrue.Evaluate(frame) : whenFalse.Evaluate(frame);
}
