using Covalent.Core.Execution;

namespace Covalent.Core.Leptons;

/// <summary>For calls that refer to no other node.</summary>
internal sealed class NoValues : INodeValues
{
    public static readonly NoValues Instance = new();

    public EncodedValue GetEncoded(int nodeId) => throw new LeptonException("A hook refers to another node, which it cannot know. Record it with constants only.");

    public bool TryGetShared(int nodeId, out object? value)
    {
        value = null;
        return false;
    }
}
