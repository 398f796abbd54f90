using System.Reflection;
using System.Runtime.CompilerServices;
using Covalent.Core.Expressions;
using Covalent.Core.Expressions.Terms;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Execution;

/// <summary>Calls the function of one template: decodes the slots, evaluates what travels around them, calls, awaits. Used in this process and
/// by workers alike. Holds no state of a run, so one invoker serves any number of calls at once.</summary>
internal sealed class TaskInvoker
{
    private static readonly ConditionalWeakTable<TaskTemplate, TaskInvoker> Invokers = [];
    private readonly MethodInfo _method;
    private readonly MethodInvoker _invoker;
    private readonly SlotDecoder[] _slots;
    private readonly Term? _target;
    private readonly Term[] _arguments;
    private readonly bool _slotsAreArguments;
    private readonly ResultReader _results;
    private readonly LatticeDefaults? _sublattice;

    private TaskInvoker(TaskTemplate template)
    {
        var function = template.Function ?? throw new CovalentException($"'{template.Name}' is an input, not a task: there is no function to call.");
        _method = FunctionReferences.Resolve(function);
        _invoker = MethodInvoker.Create(_method);
        var expression = template.Expression;
        if (template.Kind == NodeKind.Sublattice)
        {
            (expression, _sublattice) = SublatticeExpression.Read(expression);
        }

        var parser = new TermParser(TokenCodec.Read(expression));
        (_target, _arguments) = parser.ParseCall();
        _slots = SlotDecoder.For(template, parser.SlotCount);
        _slotsAreArguments = _sublattice is null && _target is null && _arguments.Length <= 4 && _slots.Length == _arguments.Length
            && Array.TrueForAll(_arguments, argument => argument is SlotTerm);
        _results = ResultReader.For(_method.ReturnType);
        ResultCodec = template.ResultType.Length == 0 ? null : ValueCodec.For(TypeReference.Resolve(template.ResultType));
        CheckCall(template);
    }

    /// <summary>Codec of the value produced; null when nothing is produced.</summary>
    public ValueCodec? ResultCodec { get; }

    /// <summary>The invoker of a template, made once per template object.</summary>
    /// <exception cref="CovalentException">The function or one of its types is not there in this process, or the template is damaged.</exception>
    public static TaskInvoker For(TaskTemplate template) => Invokers.GetValue(template, static t => new TaskInvoker(t));

    /// <summary>Runs the call. Exceptions of the user's method come out as they were thrown, some before the first await; everything wrong with
    /// the arguments is a <see cref="CovalentException"/>.</summary>
    /// <param name="slots">The node's slot block.</param>
    /// <param name="shared">The graph's shared constants.</param>
    /// <param name="values">Outputs of the nodes that the slots name.</param>
    /// <param name="cancellationToken">Given to the method where it has a parameter for it.</param>
    public ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken)
    {
        var decoded = Decode(slots.Span, shared, values);
        if (_slotsAreArguments)
        {
            return _results.Read(decoded.Length switch
            {
                0 => _invoker.Invoke(null),
                1 => _invoker.Invoke(null, decoded[0]),
                2 => _invoker.Invoke(null, decoded[0], decoded[1]),
                3 => _invoker.Invoke(null, decoded[0], decoded[1], decoded[2]),
                _ => _invoker.Invoke(null, decoded[0], decoded[1], decoded[2], decoded[3]),
            });
        }

        var frame = new Frame(decoded, cancellationToken);
        var target = _target?.Evaluate(frame);
        var arguments = Evaluate(frame);
        if (_sublattice is not null)
        {
            return new ValueTask<InvocationResult>(new InvocationResult(null, LatticeCall.Build(_method, _target is null ? LatticeTarget.Make(_method) : target, arguments, _sublattice)));
        }

        if (target is null && !_method.IsStatic)
        {
            throw new NullOperandException($"'{_method.DeclaringType?.Name}.{_method.Name}' was called on null.");
        }

        return _results.Read(_invoker.Invoke(target, arguments.AsSpan()));
    }

    private object?[] Evaluate(Frame frame)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i].Evaluate(frame);
        }

        return arguments;
    }

    private object?[] Decode(ReadOnlySpan<byte> block, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values)
    {
        if (_slots.Length == 0)
        {
            return [];
        }

        var reader = new SlotReader(block, shared);
        var decoded = new object?[_slots.Length];
        for (var i = 0; i < decoded.Length; i++)
        {
            decoded[i] = _slots[i].Read(ref reader, values);
        }

        return decoded;
    }

    private void CheckCall(TaskTemplate template)
    {
        if (_method.GetParameters().Length != _arguments.Length || _method.IsStatic != _target is null)
        {
            throw new CovalentException($"The call of '{template.Name}' does not fit '{template.Function}': the graph was built for another version of the method. Dispatch again.");
        }
    }
}

/// <summary>What a call gave.</summary>
/// <param name="Value">The value returned; null when nothing is, and for sublattices.</param>
/// <param name="Child">The graph built by a sublattice; null otherwise.</param>
internal readonly record struct InvocationResult(object? Value, TransportGraph? Child);
