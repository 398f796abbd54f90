namespace Covalent.Quantum.Circuits;

/// <summary>How a gate parameter follows from the circuit's inputs: a small tree that can be evaluated and differentiated.</summary>
internal abstract record ParameterExpression
{
    public static ParameterExpression Input(int index) => new AffineExpression(index, 1, 0);

    public abstract double Evaluate(ReadOnlySpan<double> inputs);

    /// <summary>Adds <paramref name="weight"/> times the derivative by every input to <paramref name="gradient"/>.</summary>
    public abstract void AddGradient(ReadOnlySpan<double> inputs, double weight, Span<double> gradient);

    public abstract bool DependsOn(int input);

    /// <summary>One more than the highest input used.</summary>
    public abstract int InputCount { get; }
}

/// <summary>scale · x[input] + offset: by far the commonest case, kept flat so that re-binding is one multiply-add.</summary>
internal sealed record AffineExpression(int InputIndex, double Scale, double Offset) : ParameterExpression
{
    public override int InputCount => InputIndex + 1;

    public override double Evaluate(ReadOnlySpan<double> inputs) => (Scale * inputs[InputIndex]) + Offset;

    public override void AddGradient(ReadOnlySpan<double> inputs, double weight, Span<double> gradient) =>
        gradient[InputIndex] += weight * Scale;

    public override bool DependsOn(int input) => input == InputIndex;
}

internal sealed record ConstantExpression(double Value) : ParameterExpression
{
    public override int InputCount => 0;

    public override double Evaluate(ReadOnlySpan<double> inputs) => Value;

    public override void AddGradient(ReadOnlySpan<double> inputs, double weight, Span<double> gradient)
    {
    }

    public override bool DependsOn(int input) => false;
}

internal sealed record SumExpression(ParameterExpression Left, ParameterExpression Right) : ParameterExpression
{
    public override int InputCount => Math.Max(Left.InputCount, Right.InputCount);

    public override double Evaluate(ReadOnlySpan<double> inputs) => Left.Evaluate(inputs) + Right.Evaluate(inputs);

    public override void AddGradient(ReadOnlySpan<double> inputs, double weight, Span<double> gradient)
    {
        Left.AddGradient(inputs, weight, gradient);
        Right.AddGradient(inputs, weight, gradient);
    }

    public override bool DependsOn(int input) => Left.DependsOn(input) || Right.DependsOn(input);
}

internal sealed record ProductExpression(ParameterExpression Left, ParameterExpression Right) : ParameterExpression
{
    public override int InputCount => Math.Max(Left.InputCount, Right.InputCount);

    public override double Evaluate(ReadOnlySpan<double> inputs) => Left.Evaluate(inputs) * Right.Evaluate(inputs);

    public override void AddGradient(ReadOnlySpan<double> inputs, double weight, Span<double> gradient)
    {
        Left.AddGradient(inputs, weight * Right.Evaluate(inputs), gradient);
        Right.AddGradient(inputs, weight * Left.Evaluate(inputs), gradient);
    }

    public override bool DependsOn(int input) => Left.DependsOn(input) || Right.DependsOn(input);
}

/// <summary>A function of one argument together with its derivative.</summary>
internal sealed record FunctionExpression(string Name, Func<double, double> Function, Func<double, double> Slope, ParameterExpression Argument)
    : ParameterExpression
{
    public override int InputCount => Argument.InputCount;

    public override double Evaluate(ReadOnlySpan<double> inputs) => Function(Argument.Evaluate(inputs));

    public override void AddGradient(ReadOnlySpan<double> inputs, double weight, Span<double> gradient) =>
        Argument.AddGradient(inputs, weight * Slope(Argument.Evaluate(inputs)), gradient);

    public override bool DependsOn(int input) => Argument.DependsOn(input);
}
