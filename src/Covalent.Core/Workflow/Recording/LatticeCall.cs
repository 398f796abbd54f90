using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <summary>Runs a lattice function under a recorder, with its inputs given as values.</summary>
internal static class LatticeCall
{
    /// <summary>Builds the graph of a sublattice whose inputs are known.</summary>
    public static TransportGraph Build(MethodInfo method, object? target, object?[] values, LatticeDefaults parent) =>
        Record(method, target, values, null, parent).Graph;

    public static RecordedLattice Record(MethodInfo method, object? target, object?[] values, DispatchOptions? options, LatticeDefaults? parent = null)
    {
        var session = new LatticeSession(method, target, options, parent);
        return session.Recorder.Run(() => session.Finish(Invocation.Of(method).Invoke(target, Array.ConvertAll(values, session.Input)), method.ReturnType));
    }

    /// <summary>Reads a call such as <c>() => Lattice(1.0, gamma: 0.7)</c>, evaluates its arguments, and runs it.</summary>
    public static RecordedLattice Record(LambdaExpression call, DispatchOptions? options)
    {
        var outer = Recorder.Current;
        if (call.Body is MethodCallExpression { Method.Name: nameof(Workflow.Electron) } electron && electron.Method.DeclaringType == typeof(Workflow))
        {
            return outer is null ? RecordSingle(electron, options) : throw WrongUse.Nested(NameOf(electron), outer.LatticeName);
        }

        var (method, target, values) = Read(call.Body);
        return outer is null ? Record(method, target, values, options) : throw WrongUse.Nested(MemberNames.Readable(method.Name), outer.LatticeName);
    }

    // A lattice of one electron needs no function of its own; it is named after the electron.
    private static RecordedLattice RecordSingle(MethodCallExpression electron, DispatchOptions? options)
    {
        var named = (options ?? DispatchOptions.None) with { Name = options?.Name ?? NameOf(electron) };
        var session = new LatticeSession(electron.Method, target: electron, named);
        return session.Recorder.Run(() => session.Finish(Invocation.Of(electron.Method).Invoke(null, [.. electron.Arguments.Select(ValueOf)]), electron.Method.ReturnType));

        object? ValueOf(Expression argument) => argument is UnaryExpression { NodeType: ExpressionType.Quote } quote ? quote.Operand : ExpressionWalker.Evaluate(session.Recorder, argument);
    }

    private static string NameOf(MethodCallExpression electron) =>
        electron.Arguments[0] is UnaryExpression { Operand: LambdaExpression { Body: MethodCallExpression call } } ? MemberNames.Readable(call.Method.Name) : "electron";

    private static (MethodInfo Method, object? Target, object?[] Values) Read(Expression body)
    {
        switch (body)
        {
            case MethodCallExpression call when call.Method.DeclaringType != typeof(Workflow):
                var scratch = Scratch(call.Method);
                return (call.Method, call.Object is null ? null : ExpressionWalker.Evaluate(scratch, call.Object), Values(scratch, call.Arguments));
            case InvocationExpression invocation when ExpressionWalker.Evaluate(Scratch(null), invocation.Expression) is Delegate lattice:
                return (lattice.Method, lattice.Target, Values(Scratch(lattice.Method), invocation.Arguments));
            default:
                throw WrongUse.NotALatticeCall(body);
        }
    }

    // Nothing is recorded while the arguments are evaluated: a node met here has no lattice to belong to.
    private static Recorder Scratch(MethodInfo? method) => new(MemberNames.Readable(method?.Name ?? "lattice"), LatticeDefaults.None);

    private static object?[] Values(Recorder scratch, IReadOnlyCollection<Expression> arguments) =>
        [.. arguments.Select(argument => ExpressionWalker.Evaluate(scratch, argument))];
}
