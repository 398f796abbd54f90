namespace Covalent.Core.Expressions;

/// <summary>What an expression can see while it is evaluated.</summary>
internal sealed class Frame(object?[] slots, CancellationToken cancellation)
{
    /// <summary>Decoded slot values.</summary>
    public object?[] Slots { get; } = slots;

    /// <summary>The task's token.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Values of the parameters of all enclosing lambdas, outermost first.</summary>
    public object?[] Parameters { get; private init; } = [];

    public Frame Within(object?[] arguments) => new(Slots, Cancellation) { Parameters = [.. Parameters, .. arguments] };
}
