namespace Covalent;

/// <summary>A value as it travels. Being written on branch serialization; this declaration only lets the contract compile.</summary>
public sealed class Payload
{
    internal Payload()
    {
    }
}
