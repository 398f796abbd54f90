using System.Reflection;

namespace Covalent.Core.Recording;

/// <content>Changes that do not fit the workflow they are made to.</content>
internal static partial class WrongUse
{
    public static WorkflowBuildException InputCount(LatticeInfo lattice, int given) => new(
        $"Lattice '{lattice.Name}' has {lattice.Inputs.Count} inputs ({InputNames(lattice)}) and WithInputs was given {given}. Give all of them in this order, or name single ones with WithInput(name, value).");

    public static WorkflowBuildException UnknownInput(LatticeInfo lattice, string name) => new(
        $"Lattice '{lattice.Name}' has no input '{name}'. Its inputs are {InputNames(lattice)}.");

    public static WorkflowBuildException InputNotJson(LatticeInfo lattice, string name, System.Text.Json.JsonException reason) => new(
        $"The new value of input '{name}' of lattice '{lattice.Name}' is not JSON: {reason.Message.TrimEnd('.')}. Write numbers as 1.5, texts as \"text\", lists as [1, 2].", reason);

    public static WorkflowBuildException InputType(LatticeInfo lattice, LatticeInput input, Type type, object? value) => new(
        $"Input '{input.Name}' of lattice '{lattice.Name}' has type '{TypeText(type)}' and cannot be {(value is null ? "null" : $"a value of type '{TypeText(value.GetType())}'")}. Give a value of its type.");

    public static WorkflowBuildException NotRepeatable(LatticeInfo lattice) => new(
        $"Lattice '{lattice.Name}' cannot be run again to take new plain parameters, because its function captures variables or belongs to an object. Dispatch it anew, or make it a static method.");

    public static WorkflowBuildException LostInput(LatticeInfo lattice, LatticeInput input) => new(
        $"Input '{input.Name}' of lattice '{lattice.Name}' could not be stored with the dispatch, so the lattice cannot be run again without it. Give it with WithInput(\"{input.Name}\", value), or dispatch anew.");

    public static WorkflowBuildException OtherSignature(MethodInfo old, MethodInfo replacement) => new(
        $"'{Signature(replacement)}' cannot replace '{Signature(old)}': parameters and result must be the same, since the arguments are recorded already.");

    public static WorkflowBuildException CapturingReplacement(MethodInfo replacement) => new(
        $"'{Named(replacement)}' cannot replace a method: it captures variables or belongs to another object. Use a static method or a lambda without captures.");

    public static WorkflowBuildException StaticReplacement(MethodInfo old, MethodInfo replacement) => new(
        $"The static method '{Named(replacement)}' cannot replace '{Named(old)}', which is called on an object. Use a method of '{old.DeclaringType?.Name}'.");

    public static WorkflowBuildException NothingToReplace(MethodInfo old, IReadOnlyList<TaskTemplate> templates) => new(
        $"The earlier dispatch does not call '{Named(old)}', so there is nothing to replace. It calls {string.Join(", ", templates.Where(t => t.Function is not null).Select(t => t.Function!.ToString()).Distinct().Take(20))}.");

    private static string InputNames(LatticeInfo lattice) => lattice.Inputs.Count == 0 ? "none" : string.Join(", ", lattice.Inputs.Select(input => input.Name));

    private static string Signature(MethodInfo method) =>
        $"{TypeText(method.ReturnType)} {Named(method)}({string.Join(", ", method.GetParameters().Select(p => TypeText(p.ParameterType)))})";
}
