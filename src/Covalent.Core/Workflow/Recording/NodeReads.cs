using System.Linq.Expressions;
using System.Reflection;

namespace Covalent.Core.Recording;

/// <summary>Finds where expressions touch nodes.</summary>
internal static class NodeReads
{
    /// <summary>The node behind <c>node.Value</c> or a conversion between <c>Node&lt;T&gt;</c> and <c>T</c>; null for anything else.</summary>
    public static Expression? Unwrap(Expression expression) => expression switch
    {
        UnaryExpression { Method: { } method } convert when method.IsSpecialName && Erasure.IsNode(method.DeclaringType!)
            && expression.NodeType is ExpressionType.Convert or ExpressionType.ConvertChecked => convert.Operand,
        MemberExpression { Member: PropertyInfo, Expression: { } owner } when Erasure.IsNode(owner.Type) => owner,
        _ => null,
    };

    /// <summary>Whether any part is a node, or a collection of nodes.</summary>
    public static bool Mentions(Expression expression)
    {
        var finder = new Finder(static e => TypeFacts.Of(e.Type) is { IsNode: true } or { HoldsNodes: true });
        finder.Visit(expression);
        return finder.Found;
    }

    /// <summary>Whether the expression gives a node when it is evaluated now: <c>list[3]</c>, <c>model.Weights</c>, <c>Gather(…)</c>,
    /// <c>Electron(…)</c>; not what computes with values, nor a generic method that happens to be given nodes.</summary>
    public static bool IsNodeKnownNow(Expression expression) => expression switch
    {
        MethodCallExpression call when Erasure.IsNode(call.Method.DeclaringType!) => false,
        MethodCallExpression call => Erasure.ReturnsNodes(call.Method)
            || (Erasure.IsNode(call.Type) && !call.Method.IsGenericMethod && !Reads(call)),
        InvocationExpression invocation => Erasure.MentionsNode(invocation.Type),
        MemberExpression or IndexExpression or BinaryExpression { NodeType: ExpressionType.ArrayIndex } => Erasure.IsNode(expression.Type) && !Reads(expression),
        _ => false,
    };

    private static bool Reads(Expression expression)
    {
        var finder = new Finder(static e => e is ParameterExpression || Unwrap(e) is not null);
        finder.Visit(expression);
        return finder.Found;
    }

    private sealed class Finder(Func<Expression, bool> wanted) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        public override Expression? Visit(Expression? node)
        {
            if (node is null || Found)
            {
                return node;
            }

            if (wanted(node))
            {
                Found = true;
                return node;
            }

            return base.Visit(node);
        }

        protected override Expression VisitExtension(Expression node) => node;
    }
}
