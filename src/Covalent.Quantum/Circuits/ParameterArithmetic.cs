namespace Covalent.Quantum.Circuits;

/// <summary>Arithmetic on gate parameters that keeps value, broadcast column and history together.</summary>
internal static class ParameterArithmetic
{
    public static Parameter Add(Parameter left, Parameter right)
    {
        ParameterExpression? expression = (left.Expression, right.Expression) switch
        {
            (null, null) => null,
            (AffineExpression a, null) => a with { Offset = a.Offset + right.Value },
            (null, AffineExpression b) => b with { Offset = b.Offset + left.Value },
            (AffineExpression a, AffineExpression b) when a.InputIndex == b.InputIndex => new AffineExpression(a.InputIndex, a.Scale + b.Scale, a.Offset + b.Offset),
            _ => new SumExpression(HistoryOf(left), HistoryOf(right)),
        };
        return new(left.Value + right.Value, expression, Columns(left, right, static (a, b) => a + b));
    }

    public static Parameter Multiply(Parameter left, Parameter right)
    {
        ParameterExpression? expression = (left.Expression, right.Expression) switch
        {
            (null, null) => null,
            (AffineExpression a, null) => new AffineExpression(a.InputIndex, a.Scale * right.Value, a.Offset * right.Value),
            (null, AffineExpression b) => new AffineExpression(b.InputIndex, b.Scale * left.Value, b.Offset * left.Value),
            _ => new ProductExpression(HistoryOf(left), HistoryOf(right)),
        };
        return new(left.Value * right.Value, expression, Columns(left, right, static (a, b) => a * b));
    }

    public static Parameter Apply(string name, Func<double, double> function, Func<double, double> slope, Parameter value)
    {
        double[]? column = null;
        if (value.BatchSize is { } rows)
        {
            column = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                column[row] = function(value.At(row));
            }
        }

        var expression = value.Expression is null ? null : new FunctionExpression(name, function, slope, value.Expression);
        return new(function(value.Value), expression, column);
    }

    private static ParameterExpression HistoryOf(Parameter parameter) => parameter.Expression ?? new ConstantExpression(parameter.Value);

    private static double[]? Columns(Parameter left, Parameter right, Func<double, double, double> combine)
    {
        if (left.BatchSize is null && right.BatchSize is null)
        {
            return null;
        }

        if (left.Expression is not null || right.Expression is not null)
        {
            throw new ArgumentException("A broadcast column cannot be combined with an input of the circuit; bind the input to a column instead.");
        }

        if (left.BatchSize is { } a && right.BatchSize is { } b && a != b)
        {
            throw new ArgumentException($"Broadcast parameters of {a} and {b} values cannot be combined; all broadcast parameters need the same number of values.");
        }

        var column = new double[left.BatchSize ?? right.BatchSize ?? 0];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = combine(left.At(row), right.At(row));
        }

        return column;
    }
}
