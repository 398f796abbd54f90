using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Graph;
using Covalent.Core.Recording;

namespace Covalent.Core.Leptons;

/// <summary>Records a call in another language as a node: the same slots, edges and options as a call of C#.</summary>
internal static class LeptonRecorder
{
    private static readonly ConcurrentDictionary<string, CallPlan> Plans = new(StringComparer.Ordinal);

    public static int Record(Recorder recorder, LeptonCall call, Type result, ReadOnlySpan<object?> arguments)
    {
        var buffer = recorder.RentBuffer();
        try
        {
            buffer.AddLeaf(new Leaf(SlotKind.Constant, typeof(LeptonFile[]), call.Files.ToArray(), new Place(-1, IsWhole: true)));
            var names = new string?[arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                var value = arguments[i];
                if (value is NamedArgument named)
                {
                    names[i] = named.Name;
                    value = named.Value;
                }

                Add(recorder, buffer, value, i, call);
            }

            CheckNames(call, names);
            return recorder.Add(PlanOf(call with { Description = call.Description with { Names = names } }, buffer, result), buffer, call.Executor, call.Options);
        }
        finally
        {
            recorder.ReturnBuffer(buffer);
        }
    }

    private static void Add(Recorder recorder, CallBuffer buffer, object? value, int index, LeptonCall call)
    {
        var place = new Place(index, IsWhole: true);
        if (value is Node node)
        {
            recorder.CheckOwn(node);
            if (node.ValueType == typeof(void))
            {
                throw WrongUse.NoValue(node, $"an argument of {call.Title}");
            }

            switch (node)
            {
                case { Id: < 0, Origin: ConstantOrigin constant }:
                    Constant(buffer, constant.Value, node.ValueType, place, call);
                    return;
                case { Id: < 0, Origin: StructureOrigin structure }:
                    buffer.AddLeaf(new Leaf(SlotKind.Structure, structure.Type, structure.Container, place));
                    return;
                default:
                    _ = recorder.IdOf(node);
                    buffer.AddLeaf(new Leaf(SlotKind.Node, node.ValueType, node, place));
                    return;
            }
        }

        var type = value?.GetType() ?? typeof(string);
        if (TypeFacts.Of(type).HoldsNodes)
        {
            buffer.AddLeaf(new Leaf(SlotKind.Structure, type, value, place));
        }
        else
        {
            Constant(buffer, value, type, place, call);
        }
    }

    private static void Constant(CallBuffer buffer, object? value, Type type, Place place, LeptonCall call)
    {
        try
        {
            _ = ValueCodec.For(type);
        }
        catch (CovalentException e)
        {
            throw new WorkflowBuildException($"Argument {place.Argument + 1} of {call.Title} has type '{type}', which cannot travel. {e.Message}", e);
        }

        buffer.AddLeaf(new Leaf(SlotKind.Constant, type, value, place));
    }

    private static void CheckNames(LeptonCall call, string?[] names)
    {
        var firstNamed = Array.FindIndex(names, name => name is not null);
        if (firstNamed >= 0 && Array.FindIndex(names, firstNamed, name => name is null) is >= 0 and var late)
        {
            throw new WorkflowBuildException($"Argument {late + 1} of {call.Title} stands behind a named one. Put the arguments by position first.");
        }

        if (names.Where(name => name is not null).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: { } twice })
        {
            throw new WorkflowBuildException($"The argument '{twice}' of {call.Title} is given twice. Keep one.");
        }
    }

    private static CallPlan PlanOf(LeptonCall call, CallBuffer buffer, Type result)
    {
        var codecs = new ValueCodec?[buffer.Leaves.Length];
        var shapes = new SlotShape[codecs.Length];
        for (var i = 0; i < codecs.Length; i++)
        {
            var leaf = buffer.Leaves[i];
            codecs[i] = leaf.Kind == SlotKind.Structure ? null : ValueCodec.For(leaf.Type);
            shapes[i] = new SlotShape(leaf.Kind, TypeReference.Format(codecs[i]?.Type ?? TypeFacts.Of(leaf.Type).Erased));
        }

        var expression = call.Description.ToBytes();
        var resultText = result == typeof(void) ? "" : ResultText(call, result);
        var identity = $"{call.Language} {Encoding.UTF8.GetString(expression)} {LeptonFile.HashOf(call.Files)}";
        var key = $"{identity} {call.Name} {string.Join(';', shapes.Select(shape => $"{shape.Kind} {shape.Type}"))} -> {resultText}";
        return Plans.GetOrAdd(key, _ => new CallPlan
        {
            Attribute = ElectronOptions.None,
            Codecs = codecs,
            IsGlue = false,
            Template = new TaskTemplate
            {
                Name = call.Name,
                Kind = NodeKind.Task,
                Function = new FunctionReference(call.Language, call.Origin, "", call.Name)
                {
                    CodeHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))),
                },
                Expression = expression,
                Slots = shapes,
                ResultType = resultText,
                Source = call.SourceText,
            },
        });
    }

    private static string ResultText(LeptonCall call, Type result)
    {
        try
        {
            return TypeReference.Format(ValueCodec.For(result).Type);
        }
        catch (CovalentException e)
        {
            throw new WorkflowBuildException($"The result of {call.Title} is declared as '{result}', which cannot travel. {e.Message} For an object that only Python understands, declare PythonObject.", e);
        }
    }
}
