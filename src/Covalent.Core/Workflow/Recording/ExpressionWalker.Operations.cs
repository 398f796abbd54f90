using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;
using Covalent.Core.Expressions.Operators;

namespace Covalent.Core.Recording;

/// <content>What computes with nodes, kind by kind. Whatever is not listed here is refused by name.</content>
internal sealed partial class ExpressionWalker
{
    private void Operation(Expression expression)
    {
        switch (expression)
        {
            case MethodCallExpression call:
                Call(call);
                break;
            case InvocationExpression invocation:
                buffer.Add(Op.Invoke, invocation.Arguments.Count);
                Visit(invocation.Expression);
                VisitAll(invocation.Arguments);
                break;
            case MemberExpression member:
                Member(member);
                break;
            case BinaryExpression binary:
                Binary(binary);
                break;
            case UnaryExpression unary:
                Unary(unary);
                break;
            case TypeBinaryExpression { NodeType: ExpressionType.TypeIs } test:
                buffer.Add(Op.Is, 0, Erased(test.TypeOperand));
                Visit(test.Expression);
                break;
            case ConditionalExpression conditional:
                buffer.Add(Op.Conditional);
                Visit(conditional.Test);
                Visit(conditional.IfTrue);
                Visit(conditional.IfFalse);
                break;
            case IndexExpression index:
                Index(index);
                break;
            case DefaultExpression:
                buffer.Add(Op.Default, 0, Erased(expression.Type));
                break;
            default:
                Creation(expression);
                break;
        }
    }

    private void VisitAll(IReadOnlyList<Expression> expressions)
    {
        for (var i = 0; i < expressions.Count; i++)
        {
            Visit(expressions[i]);
        }
    }

    private void Member(MemberExpression member)
    {
        if (member.Member is FieldInfo field)
        {
            // Static fields were read already.
            buffer.Add(Op.Field, 1, Erased(field));
            Visit(member.Expression!);
        }
        else if (member.Expression is { } target && Nullable.GetUnderlyingType(target.Type) is { } inner)
        {
            NullableMember(member.Member.Name, target, inner);
        }
        else
        {
            var getter = ((PropertyInfo)member.Member).GetMethod ?? throw WrongUse.Unsupported(member, "a property without a getter");
            buffer.Add(Op.Call, 0, Erased(getter));
            if (member.Expression is not null)
            {
                Visit(member.Expression);
            }
        }
    }

    // A null-able value is boxed as null or as the value, so its members have nothing to be called on.
    private void NullableMember(string name, Expression target, Type inner)
    {
        if (name == nameof(Nullable<int>.HasValue))
        {
            buffer.Add(Op.Binary, (int)Operator.NotEqual, inner);
            Visit(target);
            buffer.Add(Op.Default, 0, target.Type);
        }
        else
        {
            buffer.Add(Op.Convert, Conversion.Cast, inner);
            Visit(target);
        }
    }

    private void Binary(BinaryExpression binary)
    {
        switch (binary.NodeType)
        {
            case ExpressionType.ArrayIndex:
                buffer.Add(Op.Element, 1);
                break;
            case ExpressionType.AndAlso or ExpressionType.OrElse when binary.Method is null:
                buffer.Add(binary.NodeType == ExpressionType.AndAlso ? Op.AndAlso : Op.OrElse);
                break;
            case ExpressionType.Coalesce when binary.Conversion is null:
                buffer.Add(Op.Coalesce);
                break;
            default:
                buffer.Add(Op.Binary, (int)OperatorOf(binary), OperatorSubject(binary.Method, binary.Left, binary));
                break;
        }

        Visit(binary.Left);
        Visit(binary.Right);
    }

    private void Unary(UnaryExpression unary)
    {
        switch (unary.NodeType)
        {
            case ExpressionType.Convert or ExpressionType.ConvertChecked when unary.Method is not null:
                buffer.Add(Op.ConvertBy, 0, Erased(Checked(unary.Method, unary)));
                break;
            case ExpressionType.Convert or ExpressionType.ConvertChecked:
                var target = Erased(unary.Type);
                var mode = !Conversion.IsNumeric(Erased(unary.Operand.Type), target) ? Conversion.Cast
                    : unary.NodeType == ExpressionType.ConvertChecked ? Conversion.Checked : Conversion.Unchecked;
                buffer.Add(Op.Convert, mode, target);
                break;
            case ExpressionType.TypeAs:
                buffer.Add(Op.As, 0, Erased(unary.Type));
                break;
            case ExpressionType.ArrayLength:
                buffer.Add(Op.Unary, (int)Operator.ArrayLength, typeof(Array));
                break;
            case ExpressionType.Quote when evaluating:
                buffer.AddLeaf(new Leaf(SlotKind.Constant, unary.Type, unary.Operand, _place));
                return;
            case ExpressionType.Quote:
                throw WrongUse.Unsupported(unary, "an expression tree inside an expression tree (a parameter of type Expression<…>)");
            default:
                buffer.Add(Op.Unary, (int)OperatorOf(unary), OperatorSubject(unary.Method, unary.Operand, unary));
                break;
        }

        Visit(unary.Operand);
    }

    private object OperatorSubject(MethodInfo? method, Expression operand, Expression whole)
    {
        if (evaluating && method is not null)
        {
            return method;
        }

        if (method is null && Erasure.IsNode(operand.Type))
        {
            throw WrongUse.NodeEquality(whole);
        }

        var type = Erased(operand.Type);
        if (method is not null && !Erasure.IsNode(method.DeclaringType!))
        {
            return Erased(Checked(method, whole));
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? type.GetEnumUnderlyingType() : type;
    }

    private static Operator OperatorOf(Expression expression) =>
        expression.NodeType == ExpressionType.UnaryPlus ? Operator.Plus
        : Enum.TryParse<Operator>(expression.NodeType.ToString(), out var op) ? op
        : throw WrongUse.Unsupported(expression, $"the expression kind {expression.NodeType}");

    private void Index(IndexExpression index)
    {
        if (index.Indexer is { } indexer)
        {
            buffer.Add(Op.Call, index.Arguments.Count, Erased(indexer.GetMethod!));
        }
        else
        {
            buffer.Add(Op.Element, index.Arguments.Count);
        }

        Visit(index.Object!);
        VisitAll(index.Arguments);
    }
}
