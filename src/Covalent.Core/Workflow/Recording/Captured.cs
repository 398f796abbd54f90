using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <summary>Reads literals and captured variables: the commonest arguments by far.</summary>
internal static class Captured
{
    public static bool TryRead(Expression expression, out object? value)
    {
        if (expression is ConstantExpression constant)
        {
            value = constant.Value;
            return true;
        }

        if (expression is MemberExpression { Member: FieldInfo field } member)
        {
            if (member.Expression is null)
            {
                value = field.GetValue(null);
                return true;
            }

            if (TryRead(member.Expression, out var target))
            {
                value = field.GetValue(target ?? throw new NullOperandException($"'{ExpressionText.Of(member.Expression)}' is null, so '{field.Name}' of it cannot be read."));
                return true;
            }
        }

        value = null;
        return false;
    }
}
