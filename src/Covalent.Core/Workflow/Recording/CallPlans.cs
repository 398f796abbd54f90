using System.Collections.Concurrent;
using System.Reflection;
using Covalent.Core.Execution;
using Covalent.Core.Expressions;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>Makes the plan of a call when its shape is met for the first time, and refuses what cannot run elsewhere.</summary>
internal static class CallPlans
{
    private static readonly ConcurrentDictionary<Token[], CallPlan> Known = new(TokenSequenceComparer.Instance);
    private static readonly ConcurrentDictionary<Token[], CallPlan>.AlternateLookup<ReadOnlySpan<Token>> BySpan = Known.GetAlternateLookup<ReadOnlySpan<Token>>();

    /// <param name="buffer">The recorded call; its first operation names the method.</param>
    /// <param name="name">Name to show where the method's own is the compiler's.</param>
    /// <param name="result">Type of the value the node will have; void for none.</param>
    public static CallPlan Of(CallBuffer buffer, string? name, Type result) =>
        BySpan.TryGetValue(buffer.Tokens, out var plan) ? plan : Known.GetOrAdd(buffer.Tokens.ToArray(), Make(buffer, name, result));

    private static CallPlan Make(CallBuffer buffer, string? name, Type result)
    {
        var called = (MethodInfo)buffer.Tokens[0].Subject!;
        var isSublattice = Erasure.ReturnsNodes(called);
        var method = isSublattice ? called : Erasure.Erase(called);
        CallRules.Check(method, result, isSublattice);
        var tokens = buffer.Tokens.ToArray();
        tokens[0] = tokens[0] with { Subject = method };
        var codecs = CallRules.Codecs(method, buffer.Leaves);
        var attribute = method.GetCustomAttribute<ElectronAttribute>();
        return new CallPlan
        {
            Attribute = attribute?.ToOptions() ?? ElectronOptions.None,
            Codecs = codecs,
            IsGlue = isSublattice || method.DeclaringType == typeof(NodeFunctions),
            Template = new TaskTemplate
            {
                Name = name ?? MemberNames.Readable(method.Name),
                Kind = isSublattice ? NodeKind.Sublattice : NodeKind.Task,
                Function = FunctionReferences.Of(method, CallIdentity.Of(tokens)),
                Expression = TokenCodec.Write(tokens),
                Slots = Shapes(buffer.Leaves, codecs),
                ResultType = result == typeof(void) ? "" : TypeReference.Format(result),
            },
        };
    }

    private static SlotShape[] Shapes(ReadOnlySpan<Leaf> leaves, ValueCodec?[] codecs)
    {
        var shapes = new SlotShape[leaves.Length];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = new SlotShape(leaves[i].Kind, TypeReference.Format(codecs[i]?.Type ?? TypeFacts.Of(leaves[i].Type).Erased));
        }

        return shapes;
    }
}
