using System.Linq.Expressions;
using Covalent.Core.Recording;

namespace Covalent;

/// <summary>Everything a workflow is written with; meant for <c>using static Covalent.Workflow;</c>.</summary>
/// <remarks>A lattice is any function from nodes to nodes. Inside it, <c>Electron(() => Method(arguments))</c> records a call, to be run later and
/// elsewhere; the lattice function itself runs once, here, when it is dispatched. What it records is fixed at that moment: options,
/// executors and constants may be changed afterwards without any effect.</remarks>
public static partial class Workflow
{
    /// <summary>Records a call of a method.</summary>
    /// <param name="call">One call, such as <c>() => Iris.Train(data, c)</c>. Nodes among its arguments stand for their values; what computes with
    /// them travels with the task; everything else is evaluated now.</param>
    /// <param name="executor">Where it runs: an executor object, or a short name such as <c>"slurm"</c>. Null: the options', the method's
    /// <see cref="ElectronAttribute"/>, the lattice's, the configuration's.</param>
    /// <param name="options">Retries, time limit and more. Null: the attribute's, then the lattice's.</param>
    /// <returns>The future result.</returns>
    /// <exception cref="WorkflowBuildException">The call cannot be recorded or cannot travel; the message says what to write instead.</exception>
    public static Node<T> Electron<T>(Expression<Func<T>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record<T>(call, executor, options);

    /// <inheritdoc cref="Electron{T}(Expression{Func{T}}, ExecutorSpec?, ElectronOptions?)"/>
    public static Node<T> Electron<T>(Expression<Func<Task<T>>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record<T>(call, executor, options);

    /// <inheritdoc cref="Electron{T}(Expression{Func{T}}, ExecutorSpec?, ElectronOptions?)"/>
    public static Node<T> Electron<T>(Expression<Func<ValueTask<T>>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record<T>(call, executor, options);

    /// <summary>Records a sublattice: a method declared to return a node. It runs when its inputs are known and its graph becomes a dispatch of its
    /// own, which gives loops and branches on data.</summary>
    /// <param name="call">One call of a lattice method.</param>
    /// <param name="executor">Where its graph is built. Null: where the lattice's own work runs.</param>
    /// <param name="options">Options of the building. Null: the attribute's, then the lattice's.</param>
    /// <returns>The future result of the sublattice.</returns>
    /// <exception cref="WorkflowBuildException">The call cannot be recorded or cannot travel; the message says what to write instead.</exception>
    public static Node<T> Electron<T>(Expression<Func<Node<T>>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record<T>(call, executor, options);

    /// <inheritdoc cref="Electron{T}(Expression{Func{Node{T}}}, ExecutorSpec?, ElectronOptions?)"/>
    public static Node Electron(Expression<Func<Node>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record(call, executor, options);

    /// <summary>Records a call of a method that returns nothing. Use <c>Wait</c> to run something after it.</summary>
    /// <inheritdoc cref="Electron{T}(Expression{Func{T}}, ExecutorSpec?, ElectronOptions?)"/>
    public static Node Electron(Expression<Action> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record(call, executor, options);

    /// <inheritdoc cref="Electron(Expression{Action}, ExecutorSpec?, ElectronOptions?)"/>
    public static Node Electron(Expression<Func<Task>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record(call, executor, options);

    /// <inheritdoc cref="Electron(Expression{Action}, ExecutorSpec?, ElectronOptions?)"/>
    public static Node Electron(Expression<Func<ValueTask>> call, ExecutorSpec? executor = null, ElectronOptions? options = null) =>
        CallRecorder.Record(call, executor, options);
}
