using Covalent.Core.Execution;

namespace Covalent.Worker.Running;

/// <summary>Calls the function a packed task names and encodes what it returns.</summary>
internal interface ITaskCode
{
    ValueTask<TaskReturn> CallAsync(PackedTask task, CancellationToken cancellationToken);
}

/// <summary>What a call gave: an encoded value with the head that describes it (codec null when nothing is produced), or the graph of a sublattice.</summary>
internal readonly record struct TaskReturn(EncodedValue Value, ReadOnlyMemory<byte> Head, TransportGraph? Child);
