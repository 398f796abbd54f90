using System.Reflection;
using System.Runtime.CompilerServices;
using Covalent.Core.Expressions;
using Covalent.Core.Expressions.Terms;
using Covalent.Core.Graph;
using Covalent.Core.Leptons;
using Covalent.Core.Recording;

namespace Covalent.Core.Execution;

/// <summary>Calls a .NET method: decodes the slots, evaluates what travels around them, calls, awaits.</summary>
internal sealed class MethodTaskInvoker : TaskInvoker
{
    private readonly MethodInfo _method;
    private readonly MethodInvoker _invoker;
    private readonly SlotDecoder[] _slots;
    private readonly Term? _target;
    private readonly Term[] _arguments;
    private readonly bool _slotsAreArguments;
    private readonly bool _takesInjected;
    private readonly ResultReader _results;
    private readonly LatticeDefaults? _sublattice;

    public MethodTaskInvoker(TaskTemplate template, FunctionReference function)
        : base(template)
    {
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
        _takesInjected = PreparedInvoker.IsNeeded(template.Options);
        _slotsAreArguments = !_takesInjected && _sublattice is null && _target is null && _arguments.Length <= 4 && _slots.Length == _arguments.Length
            && Array.TrueForAll(_arguments, argument => argument is SlotTerm);
        _results = ResultReader.For(_method.ReturnType);
        CheckCall(template);
    }

    public override ValueTask<InvocationResult> InvokeAsync(
        ReadOnlyMemory<byte> slots, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values, CancellationToken cancellationToken) =>
        Call(Decode(slots.Span, shared, values), cancellationToken);

    public override ValueTask<InvocationResult> InvokeAsync(PackedTask task, CancellationToken cancellationToken)
    {
        var decoded = Take(task, out var isLarge);
        if (!isLarge)
        {
            return Call(decoded, cancellationToken);
        }

        LargeValues.Collect();
        var result = Call(decoded, cancellationToken);
        if (result.IsCompleted)
        {
            // What the call was given makes room for its encoded result.
            Array.Clear(decoded);
            LargeValues.Collect();
        }

        return result;
    }

    // In a frame of its own, which would else hold the encoded values as long as the call runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private object?[] Take(PackedTask task, out bool isLarge)
    {
        var decoded = Decode(task.Slots.Span, task.Shared, task);
        isLarge = task.ReleaseValues();
        return decoded;
    }

    private ValueTask<InvocationResult> Call(object?[] decoded, CancellationToken cancellationToken)
    {
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
        if (_takesInjected && TaskPreparation.Current is { } preparation)
        {
            InjectedArguments.Apply(preparation, _method, arguments);
        }

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
