using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <content>New objects, arrays and their initialisers.</content>
internal sealed partial class ExpressionWalker
{
    private void Creation(Expression expression)
    {
        switch (expression)
        {
            case NewExpression { Constructor: null }:
                buffer.Add(Op.Default, 0, Erased(expression.Type));
                break;
            case NewExpression creation:
                buffer.Add(Op.New, creation.Arguments.Count, Erased(creation.Constructor!));
                VisitAll(creation.Arguments);
                break;
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } array:
                buffer.Add(Op.NewArray, array.Expressions.Count, Erased(array.Type.GetElementType()!));
                VisitAll(array.Expressions);
                break;
            case NewArrayExpression array:
                buffer.Add(Op.NewArrayBounds, array.Expressions.Count, Erased(array.Type.GetElementType()!));
                VisitAll(array.Expressions);
                break;
            case ListInitExpression list:
                buffer.Add(Op.Initialize, list.Initializers.Count);
                Visit(list.NewExpression);
                Adds(list.Initializers);
                break;
            case MemberInitExpression init:
                buffer.Add(Op.Initialize, init.Bindings.Count);
                Visit(init.NewExpression);
                Bindings(init.Bindings);
                break;
            default:
                throw WrongUse.Unsupported(expression, $"the expression kind {expression.NodeType}");
        }
    }

    private void Adds(IReadOnlyList<ElementInit> initializers)
    {
        foreach (var initializer in initializers)
        {
            buffer.Add(Op.Add, initializer.Arguments.Count, Erased(Checked(initializer.AddMethod, initializer.Arguments[0])));
            VisitAll(initializer.Arguments);
        }
    }

    private void Bindings(IReadOnlyList<MemberBinding> bindings)
    {
        foreach (var binding in bindings)
        {
            switch (binding)
            {
                case MemberAssignment assignment:
                    buffer.Add(Op.Assign, 0, Erased(Setter(binding.Member)));
                    Visit(assignment.Expression);
                    break;
                case MemberListBinding list:
                    buffer.Add(Op.Within, list.Initializers.Count, Erased(Getter(binding.Member)));
                    Adds(list.Initializers);
                    break;
                case MemberMemberBinding nested:
                    buffer.Add(Op.Within, nested.Bindings.Count, Erased(Getter(binding.Member)));
                    Bindings(nested.Bindings);
                    break;
            }
        }
    }

    private static MemberInfo Setter(MemberInfo member) => member is PropertyInfo property ? property.SetMethod! : member;

    private static MemberInfo Getter(MemberInfo member) => member is PropertyInfo property ? property.GetMethod! : member;
}
