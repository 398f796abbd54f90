using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Covalent.Core.Client;

namespace Covalent;

/// <content>Running lattices whose result is a tuple, a list or a dictionary of nodes.</content>
public static partial class Workflow
{
    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB)>> RunAsync<TA, TB>(
        Func<(Node<TA>, Node<TB>)> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>), (TA, TB)>(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB)>> RunAsync<T1, TA, TB>(
        Func<Node<T1>, (Node<TA>, Node<TB>)> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>), (TA, TB)>(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB)>> RunAsync<T1, T2, TA, TB>(
        Func<Node<T1>, Node<T2>, (Node<TA>, Node<TB>)> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>), (TA, TB)>(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB)>> RunAsync<T1, T2, T3, TA, TB>(
        Func<Node<T1>, Node<T2>, Node<T3>, (Node<TA>, Node<TB>)> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>), (TA, TB)>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Expression{Func{Node{TResult}}}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<WorkflowResult<(TA, TB)>> RunAsync<TA, TB>(
        Expression<Func<(Node<TA>, Node<TB>)>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(TA, TB)>(call, options, cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB, TC)>> RunAsync<TA, TB, TC>(
        Func<(Node<TA>, Node<TB>, Node<TC>)> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>, Node<TC>), (TA, TB, TC)>(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB, TC)>> RunAsync<T1, TA, TB, TC>(
        Func<Node<T1>, (Node<TA>, Node<TB>, Node<TC>)> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>, Node<TC>), (TA, TB, TC)>(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB, TC)>> RunAsync<T1, T2, TA, TB, TC>(
        Func<Node<T1>, Node<T2>, (Node<TA>, Node<TB>, Node<TC>)> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>, Node<TC>), (TA, TB, TC)>(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<(TA, TB, TC)>> RunAsync<T1, T2, T3, TA, TB, TC>(
        Func<Node<T1>, Node<T2>, Node<T3>, (Node<TA>, Node<TB>, Node<TC>)> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(Node<TA>, Node<TB>, Node<TC>), (TA, TB, TC)>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Expression{Func{Node{TResult}}}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<WorkflowResult<(TA, TB, TC)>> RunAsync<TA, TB, TC>(
        Expression<Func<(Node<TA>, Node<TB>, Node<TC>)>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<(TA, TB, TC)>(call, options, cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult[]>> RunAsync<TResult>(
        Func<Node<TResult>[]> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>[], TResult[]>(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult[]>> RunAsync<T1, TResult>(
        Func<Node<T1>, Node<TResult>[]> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>[], TResult[]>(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult[]>> RunAsync<T1, T2, TResult>(
        Func<Node<T1>, Node<T2>, Node<TResult>[]> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>[], TResult[]>(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult[]>> RunAsync<T1, T2, T3, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<TResult>[]> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>[], TResult[]>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Expression{Func{Node{TResult}}}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<WorkflowResult<TResult[]>> RunAsync<TResult>(
        Expression<Func<Node<TResult>[]>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<TResult[]>(call, options, cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<List<TResult>>> RunAsync<TResult>(
        Func<List<Node<TResult>>> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<List<Node<TResult>>, List<TResult>>(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<List<TResult>>> RunAsync<T1, TResult>(
        Func<Node<T1>, List<Node<TResult>>> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<List<Node<TResult>>, List<TResult>>(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<List<TResult>>> RunAsync<T1, T2, TResult>(
        Func<Node<T1>, Node<T2>, List<Node<TResult>>> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<List<Node<TResult>>, List<TResult>>(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<List<TResult>>> RunAsync<T1, T2, T3, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, List<Node<TResult>>> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<List<Node<TResult>>, List<TResult>>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Expression{Func{Node{TResult}}}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<WorkflowResult<List<TResult>>> RunAsync<TResult>(
        Expression<Func<List<Node<TResult>>>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<List<TResult>>(call, options, cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<Dictionary<TKey, TResult>>> RunAsync<TKey, TResult>(
        Func<Dictionary<TKey, Node<TResult>>> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull =>
        Dispatching.RunAsync<Dictionary<TKey, Node<TResult>>, Dictionary<TKey, TResult>>(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<Dictionary<TKey, TResult>>> RunAsync<T1, TKey, TResult>(
        Func<Node<T1>, Dictionary<TKey, Node<TResult>>> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull =>
        Dispatching.RunAsync<Dictionary<TKey, Node<TResult>>, Dictionary<TKey, TResult>>(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<Dictionary<TKey, TResult>>> RunAsync<T1, T2, TKey, TResult>(
        Func<Node<T1>, Node<T2>, Dictionary<TKey, Node<TResult>>> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull =>
        Dispatching.RunAsync<Dictionary<TKey, Node<TResult>>, Dictionary<TKey, TResult>>(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<Dictionary<TKey, TResult>>> RunAsync<T1, T2, T3, TKey, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Dictionary<TKey, Node<TResult>>> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull =>
        Dispatching.RunAsync<Dictionary<TKey, Node<TResult>>, Dictionary<TKey, TResult>>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Expression{Func{Node{TResult}}}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<WorkflowResult<Dictionary<TKey, TResult>>> RunAsync<TKey, TResult>(
        Expression<Func<Dictionary<TKey, Node<TResult>>>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : notnull =>
        Dispatching.RunAsync<Dictionary<TKey, TResult>>(call, options, cancellationToken);
}
