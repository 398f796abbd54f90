namespace Covalent.Core.Expressions;

/// <summary>A travelling expression ready to be evaluated: plain reflection, no generated code.</summary>
internal abstract class Term
{
    public abstract object? Evaluate(Frame frame);

    protected static object?[] EvaluateAll(Term[] terms, Frame frame)
    {
        if (terms.Length == 0)
        {
            return [];
        }

        var values = new object?[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            values[i] = terms[i].Evaluate(frame);
        }

        return values;
    }
}
