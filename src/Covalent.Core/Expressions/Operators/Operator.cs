namespace Covalent.Core.Expressions.Operators;

/// <summary>Operators of travelling expressions. The numbers are stored; never renumber, never reuse.</summary>
internal enum Operator : byte
{
    Add = 0,
    AddChecked = 1,
    Subtract = 2,
    SubtractChecked = 3,
    Multiply = 4,
    MultiplyChecked = 5,
    Divide = 6,
    Modulo = 7,
    And = 8,
    Or = 9,
    ExclusiveOr = 10,
    LeftShift = 11,
    RightShift = 12,
    Equal = 13,
    NotEqual = 14,
    LessThan = 15,
    LessThanOrEqual = 16,
    GreaterThan = 17,
    GreaterThanOrEqual = 18,
    Negate = 19,
    NegateChecked = 20,
    Plus = 21,
    Not = 22,
    OnesComplement = 23,
    ArrayLength = 24,
}
