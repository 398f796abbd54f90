using Covalent.Core.Expressions.Operators;
using Covalent.Core.Recording;

namespace Covalent;

// Operators are declared here rather than as extensions: an extension operator loses to the conversion to T, which throws.
// CA2225 asks for methods named Add, Subtract, …: they would stand beside user code's own names for no gain.
#pragma warning disable CA2225
public sealed partial class Node<T>
{
    /// <summary>A node that adds when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator +(Node<T> left, Node<T> right) => Glue.Operate<T, T>(Operator.Add, left, right);

    /// <summary>A node that subtracts when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator -(Node<T> left, Node<T> right) => Glue.Operate<T, T>(Operator.Subtract, left, right);

    /// <summary>A node that multiplies when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator *(Node<T> left, Node<T> right) => Glue.Operate<T, T>(Operator.Multiply, left, right);

    /// <summary>A node that divides when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator /(Node<T> left, Node<T> right) => Glue.Operate<T, T>(Operator.Divide, left, right);

    /// <summary>A node that takes the remainder when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator %(Node<T> left, Node<T> right) => Glue.Operate<T, T>(Operator.Modulo, left, right);

    /// <summary>A node that negates when its operand is known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator -(Node<T> operand) => Glue.Operate<T, T>(Operator.Negate, operand);

    /// <summary>A node that applies unary plus when its operand is known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator +(Node<T> operand) => Glue.Operate<T, T>(Operator.Plus, operand);

    /// <summary>A node that negates a truth value when its operand is known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator !(Node<T> operand) => Glue.Operate<T, T>(Operator.Not, operand);

    /// <summary>A node that flips all bits when its operand is known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<T> operator ~(Node<T> operand) => Glue.Operate<T, T>(Operator.OnesComplement, operand);

    /// <summary>A node that compares when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<bool> operator <(Node<T> left, Node<T> right) => Glue.Operate<T, bool>(Operator.LessThan, left, right);

    /// <summary>A node that compares when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<bool> operator >(Node<T> left, Node<T> right) => Glue.Operate<T, bool>(Operator.GreaterThan, left, right);

    /// <summary>A node that compares when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<bool> operator <=(Node<T> left, Node<T> right) => Glue.Operate<T, bool>(Operator.LessThanOrEqual, left, right);

    /// <summary>A node that compares when its operands are known.</summary>
    /// <exception cref="WorkflowBuildException"><typeparamref name="T"/> has no such operator.</exception>
    public static Node<bool> operator >=(Node<T> left, Node<T> right) => Glue.Operate<T, bool>(Operator.GreaterThanOrEqual, left, right);
}
