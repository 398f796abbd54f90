using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Covalent.Core.Client;

namespace Covalent;

/// <content>Running a lattice and waiting for its result.</content>
public static partial class Workflow
{
    /// <summary>Dispatches a lattice and waits until it has ended.</summary>
    /// <param name="lattice">The lattice function; see <see cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>.</param>
    /// <param name="options">Executor, progress and more. Null: the function's <see cref="LatticeAttribute"/>, then the configuration.</param>
    /// <param name="cancellationToken">Stops waiting; the dispatch goes on (see <c>CancelAsync</c>).</param>
    /// <returns>The result, whatever its status: reading <see cref="WorkflowResult{T}.Value"/> of a failed one throws.</returns>
    /// <exception cref="WorkflowBuildException">The lattice cannot be built; nothing was registered.</exception>
    /// <exception cref="CovalentException">The dispatcher refused it or cannot be reached.</exception>
    public static Task<WorkflowResult<TResult>> RunAsync<TResult>(
        Func<Node<TResult>> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, TResult>(
        Func<Node<T1>, Node<TResult>> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, TResult>(
        Func<Node<T1>, Node<T2>, Node<TResult>> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, T3, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<TResult>> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, T3, T4, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<TResult>> lattice, T1 input1, T2 input2, T3 input3, T4 input4, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, T3, T4, T5, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<TResult>> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, T3, T4, T5, T6, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<T6>, Node<TResult>> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5), s.Input(input6)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, T3, T4, T5, T6, T7, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<T6>, Node<T7>, Node<TResult>> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, T7 input7, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5), s.Input(input6), s.Input(input7)), cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    public static Task<WorkflowResult<TResult>> RunAsync<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<T6>, Node<T7>, Node<T8>, Node<TResult>> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, T7 input7, T8 input8, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<Node<TResult>, TResult>(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5), s.Input(input6), s.Input(input7), s.Input(input8)), cancellationToken);

    /// <summary>Dispatches a call of a lattice method and waits until it has ended.</summary>
    /// <param name="call">A call of a lattice method, such as <c>() => Lattices.RunExperiment(1.0, parts: 8)</c>.</param>
    /// <param name="options">Executor, progress and more. Null: the function's <see cref="LatticeAttribute"/>, then the configuration.</param>
    /// <param name="cancellationToken">Stops waiting; the dispatch goes on.</param>
    /// <inheritdoc cref="RunAsync{TResult}(Func{Node{TResult}}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<WorkflowResult<TResult>> RunAsync<TResult>(
        Expression<Func<Node<TResult>>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.RunAsync<TResult>(call, options, cancellationToken);
}
