using System.Reflection;
using Covalent.Core.Execution;
using Covalent.Core.Expressions;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>One method that takes the place of another in a graph.</summary>
internal sealed class Replacement
{
    private readonly MethodInfo _old;
    private readonly MethodInfo _new;
    private readonly object? _target;

    private Replacement(MethodInfo old, MethodInfo @new, object? target)
    {
        _old = old;
        _new = @new;
        _target = target;
    }

    public static Replacement Of(Delegate oldMethod, Delegate newMethod)
    {
        ArgumentNullException.ThrowIfNull(oldMethod);
        ArgumentNullException.ThrowIfNull(newMethod);
        var old = ExpressionWalker.Travelling(oldMethod);
        var replacement = ExpressionWalker.Travelling(newMethod);
        CallRules.CheckReplacement(old, replacement);
        return replacement.IsStatic || replacement.DeclaringType == old.DeclaringType || LatticeTarget.CanBeMade(replacement, newMethod.Target)
            ? new Replacement(old, replacement, newMethod.Target)
            : throw WrongUse.CapturingReplacement(replacement);
    }

    public static TransportGraph Apply(TransportGraph graph, IReadOnlyList<Replacement> replacements)
    {
        var templates = graph.Templates.ToArray();
        foreach (var replacement in replacements)
        {
            var found = false;
            for (var i = 0; i < templates.Length; i++)
            {
                if (replacement.Fits(templates[i]))
                {
                    templates[i] = replacement.Change(templates[i]);
                    found = true;
                }
            }

            if (!found)
            {
                throw WrongUse.NothingToReplace(replacement._old, graph.Templates);
            }
        }

        return replacements.Count == 0 ? graph : new TransportGraph(graph.ToParts() with { Templates = templates });
    }

    // Code hashes and versions say whether a function changed, not which function it is.
    private bool Fits(TaskTemplate template)
    {
        var wanted = FunctionReferences.Of(_old, null);
        return template.Function is { } function
            && function with { CodeHash = null, ModuleVersion = default } == wanted with { ModuleVersion = default };
    }

    private TaskTemplate Change(TaskTemplate template)
    {
        var (call, defaults) = template.Kind == NodeKind.Sublattice ? SublatticeExpression.Read(template.Expression) : (template.Expression, null);
        var tokens = WithTarget(TokenCodec.Read(call));
        tokens[0] = tokens[0] with { Subject = _new };
        var expression = TokenCodec.Write(tokens);
        return template with
        {
            Name = template.Name == MemberNames.Readable(_old.Name) ? MemberNames.Readable(_new.Name) : template.Name,
            Function = FunctionReferences.Of(_new, CallIdentity.Of(tokens)),
            Expression = defaults is null ? expression : SublatticeExpression.Write(expression, defaults),
        };
    }

    // A lambda is compiled as a method of an empty object; a static method has none. The slots stay as they are either way.
    private Token[] WithTarget(Token[] tokens)
    {
        if (_old.IsStatic == _new.IsStatic)
        {
            return tokens;
        }

        var head = tokens[0] with { Number = tokens[0].Number ^ 1 };
        return _new.IsStatic
            ? throw WrongUse.StaticReplacement(_old, _new)
            : [head, new Token(Op.Closure, 0, _target!.GetType()), .. tokens.AsSpan(1)];
    }
}
