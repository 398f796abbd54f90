using System.Linq.Expressions;
using System.Reflection;

namespace Covalent.Core.Recording;

/// <content>Lattice functions, their inputs and results, and the functions that join nodes.</content>
internal static partial class WrongUse
{
    public static WorkflowBuildException Nested(string inner, string outer) => new(
        $"Lattice '{inner}' was dispatched while lattice '{outer}' is being built. Dispatch it before or after, or use it as a sublattice: Electron(() => {inner}(…)).");

    public static WorkflowBuildException NullOperand(string symbol) => new($"An operand of '{symbol}' is a node variable that is null. Assign it first.");

    public static WorkflowBuildException NotALatticeCall(Expression body) => new(
        $"'() => {ExpressionText.Of(body)}' is not a call of a lattice function. Write DispatchAsync(() => Lattice(inputs…)), or DispatchAsync(Lattice, inputs…).");

    public static WorkflowBuildException NoLatticeResult(string lattice, Type type) => new(
        $"Lattice '{lattice}' returns '{TypeText(type)}', which is no node. A lattice returns a Node<T>, or a tuple, list or dictionary of nodes; make its last step an electron.");

    public static WorkflowBuildException AsyncLattice(string lattice) => new(
        $"Lattice '{lattice}' is async. A lattice function only records calls and must not wait: remove async, and put what has to be awaited into an electron.");

    public static WorkflowBuildException NullResult(string lattice) => new($"Lattice '{lattice}' returned null. Return the node whose value is the result.");

    public static WorkflowBuildException NodeInput(string lattice, string input) => new(
        $"Input '{input}' of lattice '{lattice}' is a node of another lattice. Inputs are plain values; wait for the other lattice's result, or make this one a sublattice.");

    public static WorkflowBuildException UnserialisableInput(string lattice, string input, Type type, CovalentException reason) => new(
        $"Input '{input}' of lattice '{lattice}' has type '{TypeText(type)}', which cannot travel. {reason.Message} Make it a plain parameter if only the lattice function itself uses it.", reason);

    public static WorkflowBuildException UnserialisableOutput(string lattice, Type type, CovalentException reason) => new(
        $"The result of lattice '{lattice}' has type '{TypeText(type)}', which cannot travel. {reason.Message}", reason);

    public static WorkflowBuildException WaitForValue(Node node) => new(
        $"Wait(…, after: {NodeText.Name(node)}) waits for a plain value, which is there from the start. Name the electron to wait for.");

    public static WorkflowBuildException WaitingValue(Node node) => new($"Wait({NodeText.Name(node)}, …) lets a plain value wait. Name the electron that is to wait.");

    public static WorkflowBuildException WaitForItself(Node node) => new($"{Capital(NodeText.Name(node))} was told to wait for itself and could never start. Name another node after 'after:'.");

    public static WorkflowBuildException NullNodeIn(string function) => new($"A node given to {function} is null. Assign it first.");

    public static WorkflowBuildException ReservedCall(MethodInfo method) => new(
        $"Electron(() => {method.Name}(…)) wraps a function that itself works on nodes. Call {method.Name}(…) directly; it needs no electron.");
}
