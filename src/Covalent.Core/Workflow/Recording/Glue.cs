using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Expressions;
using Covalent.Core.Expressions.Operators;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Nodes that the lattice itself needs beside its electrons: operators, selections, and parts or collections that must be nodes.</summary>
internal static class Glue
{
    private static readonly MethodInfo IdentityMethod = typeof(NodeFunctions).GetMethod(nameof(NodeFunctions.Identity))!;
    private static readonly MethodInfo SelectMethod = typeof(NodeFunctions).GetMethod(nameof(NodeFunctions.Select))!;
    private static readonly ConcurrentDictionary<Type, MethodInfo> Identities = new();

    public static Node<TResult> Operate<T, TResult>(Operator op, params ReadOnlySpan<Node<T>> operands)
    {
        var recorder = Recorder.Require($"The operator '{OperatorTable.Symbol(op)}' on nodes");
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var isKnown = operands.Length == 1 ? OperatorTable.FindUnary(op, type) is not null : OperatorTable.FindBinary(op, type) is not null;
        if (!isKnown)
        {
            throw WrongUse.NoOperator(OperatorTable.Symbol(op), typeof(T));
        }

        var buffer = recorder.RentBuffer();
        try
        {
            buffer.Add(Op.Apply, 2, Identity(typeof(TResult)));
            buffer.Add(operands.Length == 1 ? Op.Unary : Op.Binary, (int)op, type);
            var walker = new ExpressionWalker(recorder, buffer);
            foreach (var operand in operands)
            {
                walker.Node(operand ?? throw WrongUse.NullOperand(OperatorTable.Symbol(op)));
            }

            return new Node<TResult>(recorder, recorder.Add(CallPlans.Of(buffer, OperatorTable.Symbol(op), typeof(TResult)), buffer));
        }
        finally
        {
            recorder.ReturnBuffer(buffer);
        }
    }

    public static Node<TResult> Select<T, TResult>(Node<T> node, LambdaExpression selector)
    {
        var recorder = Recorder.Require("Select");
        var buffer = recorder.RentBuffer();
        try
        {
            buffer.Add(Op.Apply, 4, SelectMethod.MakeGenericMethod(typeof(T), typeof(TResult)));
            var walker = new ExpressionWalker(recorder, buffer);
            walker.Argument(selector, 0);
            walker.Node(node);
            return new Node<TResult>(recorder, recorder.Add(CallPlans.Of(buffer, "Select", typeof(TResult)), buffer));
        }
        finally
        {
            recorder.ReturnBuffer(buffer);
        }
    }

    /// <summary>Makes a constant, a part or a collection a node of the graph.</summary>
    public static int Materialise(Recorder recorder, Node node)
    {
        if (node.Origin is ConstantOrigin constant)
        {
            return Constant(recorder, node.ValueType, constant.Value);
        }

        var buffer = recorder.RentBuffer();
        try
        {
            buffer.Add(Op.Apply, 2, Identity(node.ValueType));
            new ExpressionWalker(recorder, buffer).Node(node);
            return recorder.Add(CallPlans.Of(buffer, NameOf(node), node.ValueType), buffer);
        }
        finally
        {
            recorder.ReturnBuffer(buffer);
        }
    }

    // A constant is there from the start, as an input is; it needs no executor.
    private static int Constant(Recorder recorder, Type type, object? value)
    {
        try
        {
            var text = TypeReference.Format(type);
            var template = new TaskTemplate { Name = "constant", Kind = NodeKind.Parameter, Slots = [new SlotShape(SlotKind.Constant, text)], ResultType = text };
            return recorder.AddParameter(template, ValueCodec.For(type), value);
        }
        catch (PayloadException e)
        {
            throw WrongUse.UnserialisableValue("a constant that is to be a node", e);
        }
    }

    private static MethodInfo Identity(Type type) => Identities.GetOrAdd(type, static t => IdentityMethod.MakeGenericMethod(t));

    private static string NameOf(Node node) => node.Origin switch
    {
        PartOrigin { Member: { } member } => $".{MemberNames.Property(member)}",
        PartOrigin => "[ ]",
        _ => "gather",
    };
}
