using Covalent.Core.Execution;
using Covalent.Core.Recording;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Execution;

/// <summary>Attempts at tasks of small lattices, without an engine.</summary>
internal static class SampleAttempts
{
    public const string DispatchId = "0198a9d0-0000-7000-8000-000000000001";

    public static TaskDispatch Dispatch<T>(Func<Node<T>> lattice, INodeValues? values = null) => new()
    {
        DispatchId = DispatchId,
        Graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph,
        BundleId = new string('b', 64),
        Values = values ?? new FixedValues([]),
    };

    public static TaskAttempt Attempt<T>(Func<Node<T>> lattice, ElectronOptions? options = null, int number = 1)
    {
        var dispatch = Dispatch(lattice);
        return At(dispatch, dispatch.Graph.NodeCount - 1, options, number);
    }

    public static TaskAttempt At(TaskDispatch dispatch, int node, ElectronOptions? options = null, int number = 1) => new()
    {
        Dispatch = dispatch,
        NodeId = node,
        Number = number,
        Options = options ?? ElectronOptions.None,
    };

    public static TaskAttempt Sum() => Attempt(() => Electron(() => SampleTasks.Add(1, 2)));

    internal sealed class FixedValues(Dictionary<int, EncodedValue> values) : INodeValues
    {
        public EncodedValue GetEncoded(int nodeId) => values[nodeId];

        public bool TryGetShared(int nodeId, out object? value)
        {
            value = null;
            return false;
        }
    }
}

public static class SampleTasks
{
    public static int Add(int left, int right) => left + right;

    public static int Length(byte[] bytes) => bytes.Length;

    public static int Sum(List<int> numbers) => numbers.Sum();
}
