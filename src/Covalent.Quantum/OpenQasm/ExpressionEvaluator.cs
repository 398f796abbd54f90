using Covalent.Quantum.OpenQasm.Syntax;

namespace Covalent.Quantum.OpenQasm;

/// <summary>Computes the value of an expression; names are gate parameters or <c>pi</c>.</summary>
internal sealed class ExpressionEvaluator(string? fileName, IReadOnlyDictionary<string, double>? names)
{
    public double Evaluate(Expression expression)
    {
        var value = expression switch
        {
            NumberExpression number => number.Value,
            NameExpression name => Lookup(name),
            UnaryExpression unary => -Evaluate(unary.Operand),
            BinaryExpression binary => Combine(binary),
            CallExpression call => Call(call),
            _ => throw Error("this expression has no value", expression.Location),
        };
        return double.IsFinite(value) ? value : throw Error($"the value of this expression is {value}", expression.Location);
    }

    private double Lookup(NameExpression name) =>
        names is not null && names.TryGetValue(name.Name, out var value) ? value
        : name.Name is "pi" or "π" ? Math.PI
        : throw Error($"'{name.Name}' is not known here", name.Location);

    private double Combine(BinaryExpression binary)
    {
        var (left, right) = (Evaluate(binary.Left), Evaluate(binary.Right));
        return binary.Operator switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => right == 0 ? throw Error("division by zero", binary.Location) : left / right,
            "^" => Math.Pow(left, right),
            _ => throw Error($"operator {binary.Operator} is not allowed here", binary.Location),
        };
    }

    private double Call(CallExpression call)
    {
        if (call.Arguments.Count != 1)
        {
            throw Error($"{call.Function} takes one argument, but {call.Arguments.Count} were given", call.Location);
        }

        var argument = Evaluate(call.Arguments[0]);
        return call.Function switch
        {
            "sin" => Math.Sin(argument),
            "cos" => Math.Cos(argument),
            "tan" => Math.Tan(argument),
            "asin" or "arcsin" => Math.Asin(argument),
            "acos" or "arccos" => Math.Acos(argument),
            "atan" or "arctan" => Math.Atan(argument),
            "exp" => Math.Exp(argument),
            "ln" => Math.Log(argument),
            "sqrt" => Math.Sqrt(argument),
            _ => throw Error($"function {call.Function} is not known; use sin, cos, tan, exp, ln or sqrt", call.Location),
        };
    }

    private OpenQasmException Error(string message, SourceLocation at) => new($"{message}.", at.Line, at.Column, fileName);
}
