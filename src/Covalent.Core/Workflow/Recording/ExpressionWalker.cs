using System.Linq.Expressions;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <summary>Turns the compiler's expression trees into travelling expressions: values known now become leaves, nodes become leaves, and only what
/// computes with nodes stays an operation.</summary>
/// <remarks>In recording mode types are erased (<c>Node&lt;X&gt;</c> becomes <c>X</c>), because the expression runs on values. In evaluating
/// mode the expression is run here and now, on the nodes themselves.</remarks>
internal sealed partial class ExpressionWalker(Recorder recorder, CallBuffer buffer, bool evaluating = false)
{
    private const int DeepestNesting = 400;
    private readonly List<ParameterExpression> _parameters = [];
    private int _lambdas;
    private int _depth;
    private Place _place;

    private bool InLambda => _lambdas > 0;

    /// <summary>Records one argument, or the target as argument -1.</summary>
    public void Argument(Expression expression, int index)
    {
        _place = new Place(index, IsWhole: true);
        Visit(expression);
    }

    /// <summary>The value of an expression that mentions no node that it would have to read.</summary>
    public static object? Evaluate(Recorder recorder, Expression expression)
    {
        if (Captured.TryRead(expression, out var known))
        {
            return known;
        }

        var buffer = recorder.RentBuffer();
        try
        {
            new ExpressionWalker(recorder, buffer, evaluating: true).Visit(expression);
            var term = new TermParser(buffer.Tokens).ParseAll();
            return term.Evaluate(new Frame(buffer.Values(), CancellationToken.None));
        }
        finally
        {
            recorder.ReturnBuffer(buffer);
        }
    }

    private void Visit(Expression expression)
    {
        if (Captured.TryRead(expression, out var value))
        {
            VisitKnown(value, expression);
            return;
        }

        if (++_depth > DeepestNesting)
        {
            throw WrongUse.TooDeep(DeepestNesting);
        }

        VisitUnknown(expression);
        _depth--;
    }

    private void VisitKnown(object? value, Expression expression)
    {
        if (evaluating)
        {
            buffer.AddLeaf(new Leaf(SlotKind.Constant, expression.Type, value, _place));
        }
        else if (value is null && expression is ConstantExpression && !TypeFacts.Of(expression.Type).IsNode)
        {
            buffer.Add(Op.Default, 0, Erased(expression.Type));
        }
        else
        {
            Value(value, expression.Type);
        }
    }

    private void VisitUnknown(Expression expression)
    {
        if (!evaluating && NodeReads.Unwrap(expression) is { } node)
        {
            Visit(node);
            return;
        }

        switch (expression)
        {
            case ParameterExpression parameter:
                Parameter(parameter);
                return;
            case LambdaExpression lambda:
                Lambda(lambda);
                return;
            case ConditionalExpression conditional when !evaluating && !InLambda && !NodeReads.Mentions(conditional.Test):
                Visit((bool)Evaluate(recorder, conditional.Test)! ? conditional.IfTrue : conditional.IfFalse);
                return;
        }

        if (evaluating || !IsKnownNow(expression))
        {
            _place = _place with { IsWhole = false };
            Operation(expression);
        }
        else
        {
            Value(Evaluate(recorder, expression), expression.Type);
        }
    }

    private bool IsKnownNow(Expression expression)
    {
        if (NodeReads.IsNodeKnownNow(expression))
        {
            return !InLambda ? true : throw WrongUse.NodeInLambda(expression);
        }

        // A value boxed for a parameter of type object keeps its own type: only what is inside the box is known.
        return !InLambda && !IsCast(expression) && !expression.Type.IsByRefLike && !NodeReads.Mentions(expression);
    }

    private static bool IsCast(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert && !convert.Type.IsValueType;

    private void Parameter(ParameterExpression parameter)
    {
        var index = _parameters.LastIndexOf(parameter);
        if (index < 0)
        {
            throw WrongUse.Unsupported(parameter, "a variable of the surrounding expression");
        }

        buffer.Add(Op.Parameter, index);
    }

    private void Lambda(LambdaExpression lambda)
    {
        var type = Erased(lambda.Type);
        if (!LambdaDelegate.Supports(type))
        {
            throw WrongUse.LambdaShape(lambda);
        }

        buffer.Add(Op.Lambda, lambda.Parameters.Count, type);
        _parameters.AddRange(lambda.Parameters);
        _lambdas++;
        _place = _place with { IsWhole = false };
        Visit(lambda.Body);
        _lambdas--;
        _parameters.RemoveRange(_parameters.Count - lambda.Parameters.Count, lambda.Parameters.Count);
    }

    private Type Erased(Type type) => evaluating ? type : TypeFacts.Of(type).Erased;

    private TMember Erased<TMember>(TMember member) where TMember : System.Reflection.MemberInfo => evaluating ? member : Erasure.Erase(member);
}
