using System.Buffers;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>One building of one lattice: its inputs become nodes, its function runs, its result becomes the output.</summary>
internal sealed class LatticeSession
{
    private readonly MethodInfo _method;
    private readonly object? _target;
    private readonly DispatchOptions _options;
    private readonly LatticeAttribute? _attribute;
    private readonly ParameterInfo[] _parameters;
    private readonly LatticeDefaults _defaults;
    private readonly List<LatticeInput> _inputs = [];

    public LatticeSession(MethodInfo method, object? target, DispatchOptions? options, LatticeDefaults? parent = null)
    {
        _method = method;
        _target = target;
        _options = options ?? DispatchOptions.None;
        _attribute = method.GetCustomAttribute<LatticeAttribute>();
        _parameters = method.GetParameters();
        Name = _options.Name ?? _attribute?.Name ?? MemberNames.Readable(method.Name);
        _defaults = LatticeDefaults.Of(_options, _attribute, parent);
        Recorder = new Recorder(Name, _defaults);
        if (typeof(Task).IsAssignableFrom(method.ReturnType) || method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw WrongUse.AsyncLattice(Name);
        }
    }

    public string Name { get; }

    public Recorder Recorder { get; }

    /// <summary>Adds an input that the lattice sees as a node.</summary>
    public Node<T> Input<T>(T value) => new(Recorder, AddParameter(typeof(T), value));

    /// <summary>Adds the next input as its parameter is declared: as a node, or as a plain value.</summary>
    public object? Input(object? value)
    {
        var type = _parameters[_inputs.Count].ParameterType;
        var facts = TypeFacts.Of(type);
        if (facts.IsNode && type != typeof(Node))
        {
            var plain = value is Node { Origin: ConstantOrigin constant } ? constant.Value : value;
            return plain is Node ? throw WrongUse.NodeInput(Name, NameOfNextInput()) : NodeFactory.Create(facts.Erased, Recorder, AddParameter(facts.Erased, plain));
        }

        if (facts.HoldsNodes)
        {
            _inputs.Add(new LatticeInput(NameOfNextInput(), TypeReference.Format(facts.Erased), null, null));
            return NodeFactory.Wrap(value, type);
        }

        _inputs.Add(new LatticeInput(NameOfNextInput(), type.IsByRefLike || type.IsByRef ? type.Name : TypeReference.Format(type), null, TryEncode(type, value)));
        return type == typeof(CancellationToken) ? CancellationToken.None : value;
    }

    public RecordedLattice Finish(object? result, Type declared)
    {
        var output = Output(result, declared);
        return new RecordedLattice(Recorder.Graph.Build(output), Describe())
        {
            FailFast = _options.FailFast ?? _attribute?.FailFast ?? false,
            Priority = _options.Priority ?? _attribute?.Priority ?? 0,
        };
    }

    private int AddParameter(Type type, object? value)
    {
        var name = NameOfNextInput();
        try
        {
            var codec = ValueCodec.For(type);
            var text = TypeReference.Format(type);
            var template = new TaskTemplate { Name = name, Kind = NodeKind.Parameter, Slots = [new SlotShape(SlotKind.Constant, text)], ResultType = text };
            var id = Recorder.AddParameter(template, codec, value);
            _inputs.Add(new LatticeInput(name, text, id, null));
            return id;
        }
        catch (CovalentException e) when (e is not WorkflowBuildException)
        {
            throw WrongUse.UnserialisableInput(Name, name, type, e);
        }
    }

    private string NameOfNextInput() => _inputs.Count < _parameters.Length ? _parameters[_inputs.Count].Name ?? $"input{_inputs.Count}" : $"input{_inputs.Count}";

    private static Payload? TryEncode(Type type, object? value)
    {
        try
        {
            return Payload.Encode(type, value);
        }
        catch (CovalentException)
        {
            // Only needed to change another input in a redispatch, which then says so.
            return null;
        }
    }

    private GraphOutput Output(object? result, Type declared)
    {
        var facts = TypeFacts.Of(declared);
        if (result is null)
        {
            throw WrongUse.NullResult(Name);
        }

        if (result is Node node)
        {
            Recorder.CheckOwn(node);
            return node.ValueType == typeof(void) ? GraphOutput.None : Output(node);
        }

        return facts.HoldsNodes && CollectionShape.Of(declared) is not null
            ? Output(NodeFactory.Create(facts.Erased, Recorder, -1, new StructureOrigin(result, declared)))
            : throw WrongUse.NoLatticeResult(Name, declared);
    }

    private GraphOutput Output(Node node)
    {
        try
        {
            var structure = new ArrayBufferWriter<byte>();
            var writer = new SlotWriter(structure);
            writer.Tag(StructureTag.Node);
            writer.Node(Recorder.IdOf(node));
            return new GraphOutput(TypeReference.Format(node.ValueType), structure.WrittenSpan.ToArray());
        }
        catch (CovalentException e) when (node.Id < 0 && e.InnerException is CovalentException reason)
        {
            throw WrongUse.UnserialisableOutput(Name, node.ValueType, reason);
        }
    }

    private LatticeInfo Describe() => new(Name)
    {
        Function = LatticeTarget.CanBeMade(_method, _target) ? FunctionReferences.Of(_method, codeHash: null) : null,
        Description = _method.GetCustomAttribute<DescriptionAttribute>()?.Description,
        Inputs = _inputs,
        Defaults = _defaults == LatticeDefaults.None ? null : _defaults.ToJson(),
    };
}

/// <summary>A lattice as it was built.</summary>
internal sealed record RecordedLattice(TransportGraph Graph, LatticeInfo Info)
{
    public bool FailFast { get; init; }

    public int Priority { get; init; }
}
