namespace Covalent.Engine.Storage.Memory;

/// <summary>Nobody else can see this process's memory.</summary>
internal sealed class NoOtherEngines : IEngineLiveness
{
    private NoOtherEngines()
    {
    }

    public static NoOtherEngines Instance { get; } = new();

    public OwnerRecord Announce() => new(0, "", 0, 0, "");

    public ValueTask<bool> IsAliveAsync(OwnerRecord owner, CancellationToken cancellationToken) => new(true);

    public ValueTask<IDisposable?> TryReplaceAsync(OwnerRecord owner, CancellationToken cancellationToken) => default;
}
