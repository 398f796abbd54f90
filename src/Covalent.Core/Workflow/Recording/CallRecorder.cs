using System.Collections.ObjectModel;
using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <summary>Records one call of one method as a node.</summary>
internal static class CallRecorder
{
    public static Node<T> Record<T>(LambdaExpression call, ExecutorSpec? executor, ElectronOptions? options)
    {
        var recorder = Recorder.Require("Electron");
        return new Node<T>(recorder, Record(recorder, call, typeof(T), executor, options));
    }

    public static Node Record(LambdaExpression call, ExecutorSpec? executor, ElectronOptions? options)
    {
        var recorder = Recorder.Require("Electron");
        return new Node(recorder, Record(recorder, call, typeof(void), executor, options), null);
    }

    /// <summary>Records a call into a graph of its own.</summary>
    public static void RecordIn(Recorder recorder, LambdaExpression call, Type result) => Record(recorder, call, result, null, null);

    private static int Record(Recorder recorder, LambdaExpression call, Type result, ExecutorSpec? executor, ElectronOptions? options)
    {
        ArgumentNullException.ThrowIfNull(call);
        var buffer = recorder.RentBuffer();
        try
        {
            var name = Walk(recorder, buffer, call.Body);
            return recorder.Add(CallPlans.Of(buffer, name, result), buffer, executor, options);
        }
        finally
        {
            recorder.ReturnBuffer(buffer);
        }
    }

    private static string? Walk(Recorder recorder, CallBuffer buffer, Expression body)
    {
        var walker = new ExpressionWalker(recorder, buffer);
        switch (body)
        {
            case MethodCallExpression call when call.Method.DeclaringType == typeof(Workflow) || Erasure.IsNode(call.Method.DeclaringType!)
                || call.Method.DeclaringType == typeof(NodeExtensions):
                throw WrongUse.ReservedCall(call.Method);
            case MethodCallExpression call:
                buffer.Add(Op.Apply, Apply(call.Arguments.Count, call.Object is not null), call.Method);
                if (call.Object is not null)
                {
                    walker.Argument(call.Object, -1);
                }

                Arguments(walker, call.Arguments);
                return null;
            case InvocationExpression invocation:
                return Walk(recorder, buffer, walker, invocation);
            default:
                throw WrongUse.NotACall(body);
        }
    }

    // A delegate variable: the method it is bound to is called, on the captured variables it needs.
    private static string? Walk(Recorder recorder, CallBuffer buffer, ExpressionWalker walker, InvocationExpression invocation)
    {
        var function = (Delegate?)ExpressionWalker.Evaluate(recorder, invocation.Expression) ?? throw WrongUse.NullDelegate(invocation.Expression);
        var method = ExpressionWalker.Travelling(function);
        if (method.IsStatic && function.Target is not null)
        {
            throw WrongUse.BoundArgument(method);
        }

        buffer.Add(Op.Apply, Apply(invocation.Arguments.Count, function.Target is not null), method);
        if (function.Target is not null)
        {
            walker.DelegateTarget(function, -1);
        }

        Arguments(walker, invocation.Arguments);
        return MemberNames.IsCompilerMade(method.Name) && invocation.Expression is MemberExpression { Member: FieldInfo variable } ? MemberNames.Readable(variable.Name) : null;
    }

    private static int Apply(int arguments, bool hasTarget) => (arguments * 2) + (hasTarget ? 1 : 0);

    private static void Arguments(ExpressionWalker walker, ReadOnlyCollection<Expression> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            walker.Argument(arguments[i], i);
        }
    }
}
