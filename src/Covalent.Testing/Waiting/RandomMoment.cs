namespace Covalent.Testing;

/// <summary>Lets real time pass, for tests that break something at a moment nobody foresees. Nothing is waited for here: whatever state the moment meets
/// must do, so no test may depend on what has happened when it has come.</summary>
internal static class RandomMoment
{
    /// <summary>Passes some of a time, chosen by chance.</summary>
    public static Task PassAsync(Random chance, TimeSpan atMost, CancellationToken cancellationToken) => PassAsync(chance, TimeSpan.Zero, atMost, cancellationToken);

    /// <summary>Passes a time between two, chosen by chance.</summary>
    public static Task PassAsync(Random chance, TimeSpan atLeast, TimeSpan atMost, CancellationToken cancellationToken) =>
        Task.Delay(atLeast + ((atMost - atLeast) * chance.NextDouble()), TimeProvider.System, cancellationToken);
}
