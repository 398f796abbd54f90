using Microsoft.CodeAnalysis;

namespace Covalent.Analyzers;

/// <summary>Every diagnostic of this package: what is wrong, and what to write instead.</summary>
internal static class Rules
{
    private const string Category = "Covalent";

    public static readonly DiagnosticDescriptor LocalFunction = Error(
        "COV001",
        "A local function is called in an electron",
        "'{0}' is a local function, which an electron cannot call. Move it to a class ('static class Tasks') and call Tasks.{0}(…), or assign it to a delegate variable first.",
        "The compiler cannot put a local function into an expression tree (CS8110), and it has no name by which a worker could find it. In a program of top-level statements every function is a local one.");

    public static readonly DiagnosticDescriptor ReadOutside = Warning(
        "COV002",
        "The value of a node is read outside an electron",
        "'{0}' is turned into a value of type {1} here, but while a workflow is being built nothing has run and the node has no value; this throws. {2}",
        "A node stands for a value that is known only when the workflow runs. Inside Electron(() => …) and node.Select(x => …) it may be used like the value; anywhere else, reading it throws.");

    public static readonly DiagnosticDescriptor NodeEquality = Error(
        "COV003",
        "Nodes are compared instead of their values",
        "'{0}' compares nodes, not the values they will have. {1}",
        "Two nodes are equal only if they are the same node. To compare values, compare them where they are known: in node.Select(x => …) or in the method of an electron.");

    public static readonly DiagnosticDescriptor NodeText = Error(
        "COV004",
        "A node is put into text",
        "'{0}' has no value yet, so this text would describe the node. Make the text where the value is known: {0}.Select(x => $\"…{{x}}…\"), or in the method of an electron.",
        "While a workflow is being built a node has no value that could be shown.");

    public static readonly DiagnosticDescriptor NodeCondition = Error(
        "COV005",
        "A node decides a branch or a loop",
        "'{0}' has no value yet, so it cannot decide a branch or a loop here. Decide in the method of an electron, or in a sublattice: a method that takes the value and returns Node<T>.",
        "The graph is built before anything runs. A sublattice (a method declared to return Node<T>, called as an electron) is built when its inputs are known and may branch and loop on them.");

    public static readonly DiagnosticDescriptor NodeOperator = Error(
        "COV006",
        "An operator has no form for these nodes",
        "'{0}' would turn nodes into values while the workflow is being built, which throws: there is no operator for {1} and {2}. {3}",
        "Operators on nodes exist for two nodes of one type, or a node and a value of its type. Convert first: node.Select(x => (double)x).");

    public static readonly DiagnosticDescriptor NotACall = Error(
        "COV007",
        "An electron is not a call of a method",
        "'{0}' is not a call of one method, so there is nothing to run as a task. {1}",
        "An electron names a method and its arguments; the arguments may compute, the electron itself is the call.");

    public static readonly DiagnosticDescriptor Statements = Error(
        "COV008",
        "An electron has statements or is async",
        "An electron is one call, not {0}. {1}",
        "Electron(() => …) takes an expression tree: a lambda without braces and without async. A method that returns Task or ValueTask is awaited on the worker.");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "COV009",
        "An electron passes by reference",
        "Parameter '{0}' of '{1}' is {2}, and only values travel. Take a value, and return what changes.",
        "The task may run on another machine; a reference into this process means nothing there.");

    public static readonly DiagnosticDescriptor Result = Error(
        "COV010",
        "The result of an electron cannot travel",
        "'{0}' returns {1}, which cannot travel back from a task: {2}",
        "Results are stored and sent by their declared types; the other side never trusts a type name found in the data.");

    public static readonly DiagnosticDescriptor AsyncVoid = Error(
        "COV011",
        "An electron is async void",
        "'{0}' is async void: the task would end before its work does, and its failures would end the worker. Return Task.",
        "Nobody can wait for an async void method.");

    public static readonly DiagnosticDescriptor Argument = Warning(
        "COV012",
        "An argument of an electron cannot travel",
        "'{0}' is {1}, which cannot travel with the task. {2}",
        "Arguments are stored and sent to where the task runs, perhaps another machine, perhaps after a restart.");

    private static DiagnosticDescriptor Error(string id, string title, string message, string description) => new(id, title, message, Category, DiagnosticSeverity.Error, true, description);

    private static DiagnosticDescriptor Warning(string id, string title, string message, string description) => new(id, title, message, Category, DiagnosticSeverity.Warning, true, description);
}
