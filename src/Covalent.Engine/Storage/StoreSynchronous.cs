namespace Covalent.Engine;

/// <summary>What a durable step survives.</summary>
public enum StoreSynchronous
{
    /// <summary>The death of the process, also by <c>kill -9</c>. A power loss or a crash of the operating system may cost the last steps,
    /// which then run again; the store itself stays sound. The default.</summary>
    Normal,

    /// <summary>A power loss too. Each batch of steps then waits for the disk.</summary>
    Full,
}
