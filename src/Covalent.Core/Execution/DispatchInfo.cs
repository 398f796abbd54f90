namespace Covalent;

/// <summary>The dispatch an executor works for at the moment.</summary>
/// <param name="DispatchId">Its id.</param>
public sealed record DispatchInfo(string DispatchId)
{
    private static readonly AsyncLocal<DispatchInfo?> Ambient = new();

    /// <summary>The dispatch of this flow of control, between <c>GetDispatchContext</c> and its disposal; null outside.</summary>
    public static DispatchInfo? Current
    {
        get => Ambient.Value;
        internal set => Ambient.Value = value;
    }
}
