using System.Reflection;
using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <content>Values known now: nodes, collections of nodes, functions, and constants.</content>
internal sealed partial class ExpressionWalker
{
    private void Value(object? value, Type type)
    {
        if (value is Node node)
        {
            Node(node);
        }
        else if (type.IsPrimitive || type == typeof(string))
        {
            buffer.AddLeaf(new Leaf(SlotKind.Constant, type, value, _place));
        }
        else
        {
            Value(value, TypeFacts.Of(type));
        }
    }

    private void Value(object? value, TypeFacts facts)
    {
        if (facts.IsNode)
        {
            throw WrongUse.NullNode(_place);
        }

        if (value is null && (facts.HoldsNodes || facts.IsDelegate))
        {
            buffer.Add(Op.Default, 0, facts.Erased);
        }
        else if (facts.IsDelegate)
        {
            Delegate((Delegate)value!, facts.Type);
        }
        else if (facts.HoldsNodes)
        {
            buffer.AddLeaf(new Leaf(SlotKind.Structure, facts.Type, value, _place));
        }
        else if (facts.Type == typeof(CancellationToken))
        {
            Cancellation((CancellationToken)value!);
        }
        else
        {
            buffer.AddLeaf(new Leaf(SlotKind.Constant, facts.Type, value, _place));
        }
    }

    /// <summary>Records a node, or what stands behind it.</summary>
    public void Node(Node node)
    {
        if (node.ValueType == typeof(void))
        {
            throw WrongUse.NoValue(node, "an argument");
        }

        if (node.Id >= 0)
        {
            recorder.CheckOwn(node);
            buffer.AddLeaf(new Leaf(SlotKind.Node, node.ValueType, node, _place));
            return;
        }

        switch (node.Origin)
        {
            case ConstantOrigin constant:
                Value(constant.Value, node.ValueType);
                break;
            case StructureOrigin structure:
                recorder.CheckOwn(node);
                buffer.AddLeaf(new Leaf(SlotKind.Structure, structure.Type, structure.Container, _place));
                break;
            case PartOrigin part:
                recorder.CheckOwn(node);
                Part(part);
                break;
        }
    }

    private void Part(PartOrigin part)
    {
        _place = _place with { IsWhole = false };
        switch (part.Member)
        {
            case FieldInfo field:
                buffer.Add(Op.Field, 1, field);
                break;
            case MethodInfo getter:
                buffer.Add(Op.Call, part.Index is null ? 0 : 1, getter);
                break;
            default:
                buffer.Add(Op.Element, 1);
                break;
        }

        Node(part.Source);
        if (part.Index is not null)
        {
            Node(part.Index);
        }
    }

    private void Cancellation(CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            throw WrongUse.OwnCancellationToken(_place);
        }

        buffer.Add(Op.Cancellation);
    }
}
