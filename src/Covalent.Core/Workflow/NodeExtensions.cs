using System.Linq.Expressions;
using System.Reflection;
using Covalent.Core.Recording;

namespace Covalent;

/// <summary>Parts of nodes.</summary>
public static class NodeExtensions
{
    /// <summary>A node that computes something small from another one's value. Reading a field or property, as in <c>x => x.Name</c>, costs no task
    /// where it is an argument; anything else is one.</summary>
    /// <param name="node">The node whose value is read.</param>
    /// <param name="selector">An expression of the value. Nodes in it stand for their values.</param>
    /// <exception cref="WorkflowBuildException">The expression cannot travel; the message says what to write instead.</exception>
    public static Node<TResult> Select<T, TResult>(this Node<T> node, Expression<Func<T, TResult>> selector)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(selector);
        return Path(node, selector.Body, selector.Parameters[0]) as Node<TResult> ?? Glue.Select<T, TResult>(node, selector);
    }

    /// <inheritdoc cref="Select{T, TResult}(Node{T}, Expression{Func{T, TResult}})"/>
    public static Node<TResult> Select<T, TResult>(this Node<T> node, Expression<Func<T, Node<TResult>>> selector)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(selector);
        return Glue.Select<T, TResult>(node, selector);
    }

    /// <summary>An element of an array; its index may be a node. Costs no task where it is an argument.</summary>
    public static Node<T> At<T>(this Node<T[]> node, Node<int> index) => Part<T>(node, null, index);

    /// <summary>An element of a list; its index may be a node. Costs no task where it is an argument.</summary>
    public static Node<T> At<T>(this Node<List<T>> node, Node<int> index) => Part<T>(node, typeof(List<T>).GetMethod("get_Item")!, index);

    /// <summary>The value under a key, which may be a node. Costs no task where it is an argument.</summary>
    public static Node<T> At<TKey, T>(this Node<Dictionary<TKey, T>> node, Node<TKey> key) where TKey : notnull =>
        Part<T>(node, typeof(Dictionary<TKey, T>).GetMethod("get_Item")!, key);

    /// <summary>Takes a pair apart. Costs no task where the parts are arguments.</summary>
    public static void Deconstruct<T1, T2>(this Node<(T1, T2)> node, out Node<T1> first, out Node<T2> second)
    {
        first = Item<T1>(node, 1);
        second = Item<T2>(node, 2);
    }

    /// <summary>Takes a tuple of three apart. Costs no task where the parts are arguments.</summary>
    public static void Deconstruct<T1, T2, T3>(this Node<(T1, T2, T3)> node, out Node<T1> first, out Node<T2> second, out Node<T3> third)
    {
        first = Item<T1>(node, 1);
        second = Item<T2>(node, 2);
        third = Item<T3>(node, 3);
    }

    /// <summary>Takes a tuple of four apart. Costs no task where the parts are arguments.</summary>
    public static void Deconstruct<T1, T2, T3, T4>(
        this Node<(T1, T2, T3, T4)> node, out Node<T1> first, out Node<T2> second, out Node<T3> third, out Node<T4> fourth)
    {
        first = Item<T1>(node, 1);
        second = Item<T2>(node, 2);
        third = Item<T3>(node, 3);
        fourth = Item<T4>(node, 4);
    }

    /// <summary>Takes a tuple of five apart. Costs no task where the parts are arguments.</summary>
    public static void Deconstruct<T1, T2, T3, T4, T5>(
        this Node<(T1, T2, T3, T4, T5)> node, out Node<T1> first, out Node<T2> second, out Node<T3> third, out Node<T4> fourth, out Node<T5> fifth)
    {
        first = Item<T1>(node, 1);
        second = Item<T2>(node, 2);
        third = Item<T3>(node, 3);
        fourth = Item<T4>(node, 4);
        fifth = Item<T5>(node, 5);
    }

    private static Node<T> Item<T>(Node tuple, int item)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        return Part<T>(tuple, tuple.ValueType.GetField($"Item{item}")!, null);
    }

    private static Node<T> Part<T>(Node source, MemberInfo? member, Node? index)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Node<T>(Recorder.Require("Taking a node apart"), -1, new PartOrigin(source, member, index));
    }

    private static Node? Path(Node root, Expression body, ParameterExpression parameter)
    {
        if (body == parameter)
        {
            return root;
        }

        if (body is not MemberExpression { Expression: { } inner } member || Nullable.GetUnderlyingType(inner.Type) is not null
            || Path(root, inner, parameter) is not { } source)
        {
            return null;
        }

        var part = member.Member is PropertyInfo property ? property.GetMethod! : member.Member;
        return NodeFactory.Create(body.Type, Recorder.Require("Select"), -1, new PartOrigin(source, part, null));
    }
}
