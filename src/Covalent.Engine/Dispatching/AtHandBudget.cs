using Covalent.Core.Execution;

namespace Covalent.Engine.Dispatching;

/// <summary>Bounds how many bytes of values that are stored already an engine keeps in memory for the tasks that will want them. Beyond it they are
/// read back.</summary>
internal sealed class AtHandBudget(long most)
{
    private long _taken;

    /// <returns>Null when there are too many already, or when the bytes are not in memory anyway.</returns>
    public Share? TryTake(ReadOnlyMemory<byte> bytes)
    {
        if (SpooledBytes.IsSpooled(bytes))
        {
            return null;
        }

        if (Interlocked.Add(ref _taken, bytes.Length) <= most)
        {
            return new Share(this, bytes);
        }

        Interlocked.Add(ref _taken, -bytes.Length);
        return null;
    }

    /// <summary>Bytes that are kept until they are given back.</summary>
    internal sealed class Share(AtHandBudget budget, ReadOnlyMemory<byte> bytes)
    {
        public ReadOnlyMemory<byte> Bytes => bytes;

        public void Give() => Interlocked.Add(ref budget._taken, -bytes.Length);
    }
}
