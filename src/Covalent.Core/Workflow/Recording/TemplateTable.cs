using System.Runtime.CompilerServices;
using Covalent.Core.Graph;

namespace Covalent.Core.Recording;

/// <summary>The templates of one graph: one per shape of call and set of options, however many nodes use it.</summary>
internal sealed class TemplateTable(GraphBuilder graph, LatticeDefaults defaults)
{
    private const int MostRemembered = 4096;
    private readonly Dictionary<Key, int> _byReference = new(new KeyComparer());
    private readonly Dictionary<(CallPlan, string), int> _byContent = [];

    public int IndexOf(CallPlan plan, ExecutorSpec? executor, ElectronOptions? options)
    {
        var key = new Key(plan, executor, options);
        if (_byReference.TryGetValue(key, out var index))
        {
            return index;
        }

        index = Add(plan, executor, options);

        // Options made anew for each call would fill the table; beyond a few, only their content is remembered.
        if (options is null || _byReference.Count < MostRemembered)
        {
            _byReference.Add(key, index);
        }

        return index;
    }

    private int Add(CallPlan plan, ExecutorSpec? executor, ElectronOptions? options)
    {
        var resolved = Resolve(plan, executor, options);
        var content = (plan, OptionsJson.Write(resolved).ToJsonString());
        if (!_byContent.TryGetValue(content, out var index))
        {
            OptionRules.Check(resolved);
            index = graph.AddTemplate(Template(plan, resolved));
            _byContent.Add(content, index);
        }

        return index;
    }

    private ElectronOptions Resolve(CallPlan plan, ExecutorSpec? executor, ElectronOptions? options)
    {
        var call = executor is null ? options ?? ElectronOptions.None : new ElectronOptions { Executor = executor }.Or(options);
        return call.Or(plan.Attribute).Or(plan.IsGlue ? defaults.Glue : defaults.Electrons);
    }

    private TaskTemplate Template(CallPlan plan, ElectronOptions options) => plan.Template with
    {
        Name = options.Name ?? plan.Template.Name,
        Options = options,
        Expression = plan.IsSublattice ? SublatticeExpression.Write(plan.Template.Expression, defaults) : plan.Template.Expression,
    };

    private readonly record struct Key(CallPlan Plan, ExecutorSpec? Executor, ElectronOptions? Options);

    private sealed class KeyComparer : IEqualityComparer<Key>
    {
        public bool Equals(Key x, Key y) => x.Plan == y.Plan && ReferenceEquals(x.Options, y.Options) && (x.Executor is null ? y.Executor is null : x.Executor.Equals(y.Executor));

        public int GetHashCode(Key obj) => (RuntimeHelpers.GetHashCode(obj.Plan) * 31) + (RuntimeHelpers.GetHashCode(obj.Options) * 7) + (obj.Executor?.GetHashCode() ?? 0);
    }
}
