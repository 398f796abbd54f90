using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Expressions.Terms;

internal sealed class NewTerm(ConstructorInfo constructor, Term[] arguments) : Term
{
    private readonly ConstructorInvoker _invoker = ConstructorInvoker.Create(constructor);

    public override object? Evaluate(Frame frame) => _invoker.Invoke(EvaluateAll(arguments, frame).AsSpan());
}

internal sealed class NewArrayTerm(Type element, Term[] items) : Term
{
    public override object? Evaluate(Frame frame)
    {
        var array = Array.CreateInstance(element, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            array.SetValue(items[i].Evaluate(frame), i);
        }

        return array;
    }
}

internal sealed class NewArrayBoundsTerm(Type element, Term[] lengths) : Term
{
    public override object? Evaluate(Frame frame) =>
        Array.CreateInstance(element, [.. EvaluateAll(lengths, frame).Select(length => checked((int)Convert.ToInt64(length)))]);
}

internal sealed class InitializeTerm(Term target, Initializer[] initializers) : Term
{
    public override object? Evaluate(Frame frame)
    {
        var value = target.Evaluate(frame) ?? throw new NullOperandException("An initialiser ran on null.");
        foreach (var initializer in initializers)
        {
            initializer.Apply(value, frame);
        }

        return value;
    }
}

/// <summary>Captured variables, put back into an object of the class the compiler made for them.</summary>
internal sealed class ClosureTerm(Type type, Initializer[] fields) : Term
{
    public override object? Evaluate(Frame frame)
    {
        var closure = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in fields)
        {
            field.Apply(closure, frame);
        }

        return closure;
    }
}
