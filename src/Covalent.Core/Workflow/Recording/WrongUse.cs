using System.Linq.Expressions;
using System.Reflection;

namespace Covalent.Core.Recording;

/// <summary>Every way of writing a workflow that is refused while it is built, each with the reason and what to write instead.</summary>
internal static partial class WrongUse
{
    public static WorkflowBuildException OutsideLattice(string what) => new(
        $"{what} was called outside a lattice, so there is no graph to record it in. Put the calls into a function and pass that to DispatchAsync or RunAsync; "
        + "to run the method itself right now, call it directly. (Recording belongs to one thread: Parallel.For, Task.Run and await leave the lattice.)");

    public static WorkflowBuildException ReadOutside(Node node) => new(
        $"The value of {NodeText.Name(node)} was read while the lattice is being built, but it is known only when the lattice runs. "
        + "Use the node inside Electron(() => …), or move the code that needs the value into an electron; to branch or loop on it, write a sublattice (a method that returns Node<T>).");

    public static WorkflowBuildException NotACall(Expression body) => new(
        $"Electron(() => {ExpressionText.Of(body)}) is not a call of one method. {RemedyFor(body)}");

    public static WorkflowBuildException ForeignNode(Node node, Recorder recorder) => new(
        $"{Capital(NodeText.Name(node))} of lattice '{node.Recorder?.LatticeName}' was used in lattice '{recorder.LatticeName}'. "
        + "A node belongs to the lattice that made it; pass its value on as an input of the other lattice, or make the other lattice a sublattice.");

    public static WorkflowBuildException NullNode(Place place) => new(
        $"{Capital(Of(place))} is a node variable that is null. Assign it before the electron that uses it is recorded.");

    public static WorkflowBuildException NoValue(Node node, string where) => new(
        $"{Capital(NodeText.Name(node))} returns nothing, so it cannot be {where}. To run something after it, use Wait(later, after: it).");

    public static WorkflowBuildException TooDeep(int limit) => new(
        $"An argument is nested deeper than {limit} operations. Compute it in a method of its own and call that in the electron.");

    public static WorkflowBuildException Unsupported(Expression expression, string what) => new(
        $"'{ExpressionText.Of(expression)}' cannot travel with the task: {what} is not among the expressions that do. Compute it in the electron's method instead.");

    public static WorkflowBuildException OddParameter(MethodInfo method, ParameterInfo parameter, Expression where) => new(
        $"'{ExpressionText.Of(where)}' cannot run as a task: parameter '{parameter.Name}' of '{method.DeclaringType?.Name}.{method.Name}' is {KindOf(parameter.ParameterType)}. "
        + "Only values travel; take an array or another value, and return what changes.");

    public static WorkflowBuildException OddResult(MethodInfo method, Expression where) => new(
        $"'{ExpressionText.Of(where)}' cannot run as a task: '{method.DeclaringType?.Name}.{method.Name}' returns {KindOf(method.ReturnType)}. Only values travel; return an array or another value.");

    public static WorkflowBuildException NodeEquality(Expression whole) => new(
        $"'{ExpressionText.Of(whole)}' compares the nodes themselves, not their values. Write a.Value == b.Value inside the electron.");

    public static WorkflowBuildException NodeInLambda(Expression expression) => new(
        $"'{ExpressionText.Of(expression)}' makes or picks a node inside a nested lambda, which runs on the worker. Take the node into a variable outside the lambda.");

    public static WorkflowBuildException LambdaShape(LambdaExpression lambda) => new(
        $"'{ExpressionText.Of(lambda)}' cannot travel: a nested lambda may have up to {Expressions.LambdaDelegate.MostParameters} parameters, none of them by reference. Put its code into a method.");

    public static WorkflowBuildException OwnCancellationToken(Place place) => new(
        $"{Capital(Of(place))} is a cancellation token of this process. Pass default: the task receives its own token, which CancelAsync and time limits cancel.");

    public static WorkflowBuildException SeveralTargets(Delegate function) => new(
        $"The delegate on '{function.Method.Name}' calls several methods. A task calls one: pass the methods one by one.");

    public static WorkflowBuildException DynamicFunction(Delegate function) => new(
        $"The delegate on '{function.Method.Name}' was compiled at run time and exists only in this process. Use a method or a lambda of the program.");

    public static WorkflowBuildException LatticeAsArgument(Delegate function, Place place) => new(
        $"{Capital(Of(place))} is a function on nodes ('{function.Method.Name}'). Functions on nodes run only while a lattice is built; call it here, or write a sublattice.");

    public static WorkflowBuildException RecursiveFunction(MethodInfo method) => new(
        $"The function '{Readable(method)}' captures itself (anonymous recursion) and so has no end to send. Make it a method: methods may call themselves.");

    public static WorkflowBuildException CapturedNode(MethodInfo method, FieldInfo field) => new(
        $"The function '{Readable(method)}' captures the node '{Readable(field)}', whose value it cannot wait for. Pass the node as an argument of the electron.");

    public static WorkflowBuildException BoundArgument(MethodInfo method) => new(
        $"The delegate on '{Readable(method)}' is a method with its first argument already bound. Call the method itself with all its arguments.");

    public static WorkflowBuildException NullDelegate(Expression expression) => new(
        $"'{ExpressionText.Of(expression)}' is null, so there is no method to call. Assign the delegate before the electron is recorded.");

    private static string RemedyFor(Expression body) => body switch
    {
        MemberExpression => "To take a part of a value, pass node.Value.Part as an argument of another electron, or use node.Select(x => x.Part).",
        BinaryExpression => "Operators on nodes need no electron: write a + b outside, or compute inside the arguments of a call.",
        UnaryExpression { NodeType: ExpressionType.Convert } => "Convert the result where it is used.",
        UnaryExpression => "Operators on nodes need no electron: write -a outside, or compute inside the arguments of a call.",
        NewExpression or MemberInitExpression or ListInitExpression or NewArrayExpression => "To make an object on the worker, call a method that makes it.",
        ConstantExpression or DefaultExpression => "A plain value needs no electron: pass it as an argument.",
        ConditionalExpression => "Choose inside a method, or between two electrons in a sublattice.",
        LambdaExpression => "Call the function: Electron(() => f(x)).",
        _ => "Write Electron(() => Method(arguments)).",
    };

    private static string KindOf(Type type) =>
        type.IsByRef ? "passed by reference (ref or out)" : type.IsPointer ? "a pointer" : type.IsByRefLike ? $"a span or another ref struct ('{type.Name}')" : $"of type '{type}'";

    private static string Of(Place place) => place.Argument < 0 ? "the object the method is called on" : $"argument {place.Argument + 1}";

    private static string Readable(MemberInfo member) => MemberNames.Readable(member.Name);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
