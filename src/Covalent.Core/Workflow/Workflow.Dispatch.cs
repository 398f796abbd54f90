using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Covalent.Core.Client;

namespace Covalent;

/// <content>Sending a lattice to the dispatcher.</content>
public static partial class Workflow
{
    /// <summary>Builds a lattice, registers it and starts it; does not wait for it.</summary>
    /// <param name="lattice">The lattice function: a method, local function or lambda from nodes to a node, or to a tuple, list or dictionary of nodes.
    /// It runs once, now, in this process; its electrons run later.</param>
    /// <param name="options">Executor, priority and more. Null: the function's <see cref="LatticeAttribute"/>, then the configuration.</param>
    /// <param name="cancellationToken">Gives up registering; a dispatch that is registered already goes on (see <c>CancelAsync</c>).</param>
    /// <returns>The dispatch id.</returns>
    /// <exception cref="WorkflowBuildException">The lattice cannot be built; nothing was registered.</exception>
    /// <exception cref="CovalentException">The dispatcher refused it or cannot be reached.</exception>
    /// <remarks>Inputs follow the function: <c>DispatchAsync(RunExperiment, 1.0, 0.7)</c>. They are kept apart from the graph, so a redispatch
    /// can change them. For default values, named arguments and plain parameters write a call:
    /// <c>DispatchAsync(() => Lattices.RunExperiment(1.0, gamma: 0.7))</c>.</remarks>
    public static Task<string> DispatchAsync<TResult>(
        Func<TResult> lattice, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, TResult>(
        Func<Node<T1>, TResult> lattice, T1 input1, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, TResult>(
        Func<Node<T1>, Node<T2>, TResult> lattice, T1 input1, T2 input2, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, T3, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, TResult> lattice, T1 input1, T2 input2, T3 input3, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, T3, T4, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, TResult> lattice, T1 input1, T2 input2, T3 input3, T4 input4, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, T3, T4, T5, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, TResult> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, T3, T4, T5, T6, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<T6>, TResult> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5), s.Input(input6)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, T3, T4, T5, T6, T7, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<T6>, Node<T7>, TResult> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, T7 input7, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5), s.Input(input6), s.Input(input7)), cancellationToken);

    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    public static Task<string> DispatchAsync<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        Func<Node<T1>, Node<T2>, Node<T3>, Node<T4>, Node<T5>, Node<T6>, Node<T7>, Node<T8>, TResult> lattice, T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6, T7 input7, T8 input8, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(lattice, options, s => lattice(s.Input(input1), s.Input(input2), s.Input(input3), s.Input(input4), s.Input(input5), s.Input(input6), s.Input(input7), s.Input(input8)), cancellationToken);

    /// <summary>Builds a lattice from a call of its function, registers it and starts it; does not wait for it.</summary>
    /// <param name="call">A call of a lattice method, such as <c>() => Lattices.RunExperiment(1.0, parts: 8)</c>, with default and named arguments as
    /// usual. Arguments for nodes become inputs, others are plain parameters of the function.</param>
    /// <param name="options">Executor, priority and more. Null: the function's <see cref="LatticeAttribute"/>, then the configuration.</param>
    /// <param name="cancellationToken">Gives up registering; a dispatch that is registered already goes on.</param>
    /// <inheritdoc cref="DispatchAsync{TResult}(Func{TResult}, DispatchOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static Task<string> DispatchAsync<TResult>(
        Expression<Func<TResult>> call, DispatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Dispatching.SubmitAsync(call, options, cancellationToken);
}
