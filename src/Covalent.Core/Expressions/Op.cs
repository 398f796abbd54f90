namespace Covalent.Core.Expressions;

/// <summary>The closed set of operations a travelling expression may contain. The numbers are stored; never renumber, never reuse.</summary>
/// <remarks>Expressions are written in prefix order: an operation, then its operands. What a number and a subject mean is said at each.</remarks>
internal enum Op : byte
{
    /// <summary>The call itself; the function stands in the template. Number: arguments × 2, plus 1 with a target. Operands: target, arguments.</summary>
    Apply = 0,

    /// <summary>The value of the next slot, counted from the left.</summary>
    Slot = 1,

    /// <summary>Null or zero of the subject type.</summary>
    Default = 2,

    /// <summary>The task's own cancellation token.</summary>
    Cancellation = 3,

    /// <summary>A parameter of an enclosing lambda. Number: position, counted from the outermost lambda.</summary>
    Parameter = 4,

    /// <summary>The subject field. Number: 1 with a target.</summary>
    Field = 5,

    /// <summary>A call of the subject method. Number: arguments. Operands: target unless static, arguments.</summary>
    Call = 6,

    /// <summary>A call of a delegate. Number: arguments. Operands: delegate, arguments.</summary>
    Invoke = 7,

    /// <summary>An element of an array. Number: indices. Operands: array, indices.</summary>
    Element = 8,

    /// <summary>A built-in conversion to the subject type. Number: 1 checked.</summary>
    Convert = 9,

    /// <summary>The subject method as a conversion; null stays null where the method takes no null.</summary>
    ConvertBy = 10,

    /// <summary>The operand, if it is of the subject type; else null.</summary>
    As = 11,

    /// <summary>Whether the operand is of the subject type.</summary>
    Is = 12,

    /// <summary>A one-operand operator on the subject type, or by the subject method. Number: <see cref="Operators.Operator"/>.</summary>
    Unary = 13,

    /// <summary>A two-operand operator on the subject type, or by the subject method. Number: <see cref="Operators.Operator"/>.</summary>
    Binary = 14,

    /// <summary>Conditional and; the right operand is evaluated only when needed.</summary>
    AndAlso = 15,

    /// <summary>Conditional or; the right operand is evaluated only when needed.</summary>
    OrElse = 16,

    /// <summary>The left operand unless it is null.</summary>
    Coalesce = 17,

    /// <summary>Test, value if true, value if false.</summary>
    Conditional = 18,

    /// <summary>A new object by the subject constructor. Number: arguments.</summary>
    New = 19,

    /// <summary>A new array of the subject element type. Number: items.</summary>
    NewArray = 20,

    /// <summary>A new empty array of the subject element type. Number: dimensions; operands are their lengths.</summary>
    NewArrayBounds = 21,

    /// <summary>A new object and initialisers on it. Number: initialisers. Operands: object, then <see cref="Add"/>, <see cref="Assign"/>,
    /// <see cref="Within"/> operations.</summary>
    Initialize = 22,

    /// <summary>Initialiser: calls the subject method on the object. Number: arguments.</summary>
    Add = 23,

    /// <summary>Initialiser: sets the subject field, or calls the subject setter.</summary>
    Assign = 24,

    /// <summary>Initialiser: goes on with the value of the subject field or getter. Number: initialisers.</summary>
    Within = 25,

    /// <summary>A lambda of the subject delegate type. Number: parameters. Operand: body.</summary>
    Lambda = 26,

    /// <summary>A delegate of the subject type on a compiled method. Number: 1 with a target. Operands: <see cref="Method"/>, target.</summary>
    Delegate = 27,

    /// <summary>The subject method, as part of <see cref="Delegate"/>.</summary>
    Method = 28,

    /// <summary>Captured variables: an object of the compiler-made subject type. Number: fields. Operands: <see cref="Assign"/> operations.</summary>
    Closure = 29,
}
