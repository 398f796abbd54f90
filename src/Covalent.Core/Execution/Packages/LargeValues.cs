namespace Covalent.Core.Execution;

/// <summary>Values of which a process has room for few.</summary>
internal static class LargeValues
{
    /// <summary>From so many bytes on.</summary>
    public const long Least = 16 << 20;

    /// <summary>Gives back what nobody holds any more, before the next large value is made.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
