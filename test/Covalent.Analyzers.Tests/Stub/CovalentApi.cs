using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Threading.Tasks;

namespace Covalent;

public class Node
{
}

public sealed class Node<T> : Node
{
    public T Value => throw new InvalidOperationException();

    public static implicit operator Node<T>(T value) => throw new InvalidOperationException();
    public static implicit operator T(Node<T> node) => throw new InvalidOperationException();

    public static Node<T> operator +(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<T> operator -(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<T> operator *(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<T> operator /(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<T> operator %(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<T> operator -(Node<T> operand) => throw new InvalidOperationException();
    public static Node<T> operator !(Node<T> operand) => throw new InvalidOperationException();
    public static Node<bool> operator <(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<bool> operator >(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<bool> operator <=(Node<T> left, Node<T> right) => throw new InvalidOperationException();
    public static Node<bool> operator >=(Node<T> left, Node<T> right) => throw new InvalidOperationException();
}

public static class NodeExtensions
{
    public static Node<TResult> Select<T, TResult>(this Node<T> node, Expression<Func<T, TResult>> selector) => throw new InvalidOperationException();
    public static void Deconstruct<T1, T2>(this Node<(T1, T2)> node, out Node<T1> first, out Node<T2> second) => throw new InvalidOperationException();
}

public sealed class ExecutorSpec
{
    public static implicit operator ExecutorSpec(string name) => throw new InvalidOperationException();
}

public sealed record ElectronOptions;

[AttributeUsage(AttributeTargets.Method)]
public sealed class ElectronAttribute : Attribute
{
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class LatticeAttribute : Attribute
{
}

public abstract class PayloadCodec<T>
{
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PayloadCodecAttribute(Type codec) : Attribute
{
    public Type Codec { get; } = codec;
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PayloadTypesAttribute(params Type[] types) : Attribute
{
    public Type[] Types { get; } = types;

    public Type? For { get; init; }
}

public static class Workflow
{
    public static Node<T> Electron<T>(Expression<Func<T>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node<T> Electron<T>(Expression<Func<Task<T>>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node<T> Electron<T>(Expression<Func<ValueTask<T>>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node<T> Electron<T>(Expression<Func<Node<T>>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node Electron(Expression<Func<Node>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node Electron(Expression<Action> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node Electron(Expression<Func<Task>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();
    public static Node Electron(Expression<Func<ValueTask>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) => throw new InvalidOperationException();

    public static Node<T> Wait<T>(Node<T> child, params Node[] after) => throw new InvalidOperationException();
    public static Node<T[]> Gather<T>(IEnumerable<Node<T>> nodes) => throw new InvalidOperationException();
    public static Node<(T1, T2)> Gather<T1, T2>(Node<T1> first, Node<T2> second) => throw new InvalidOperationException();

    public static Task<string> DispatchAsync<T, TResult>(Func<Node<T>, Node<TResult>> lattice, T input) => throw new InvalidOperationException();
    public static Task<string> DispatchAsync<TResult>(Expression<Func<Node<TResult>>> lattice) => throw new InvalidOperationException();
}
